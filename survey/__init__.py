"""Door 1, the citizen's phone: scan, tap, add what one likes. No cookie, no script, nothing from elsewhere."""
