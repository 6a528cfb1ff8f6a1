"""The search of the desk: everything a person may go to, found by the beginnings of its words."""
