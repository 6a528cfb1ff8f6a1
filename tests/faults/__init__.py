"""Faults: kills, replays, full disks, power cuts. Every check has a control that shows it can go red."""
