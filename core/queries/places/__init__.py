"""Places as the desk lists them: units, fields, counters, officers, codes, targets; every list paged or short."""
