"""Who stands in the audit chain for what a command did."""

ACTOR = "command"
