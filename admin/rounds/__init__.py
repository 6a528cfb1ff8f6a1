"""Survey rounds at the desk: planning, progress, the report."""
