"""Places as the desk changes them: units, fields, counters, officers, codes; each act with its audit entry."""
