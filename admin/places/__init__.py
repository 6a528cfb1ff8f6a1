"""Places at the desk: units, fields, counters, officers, codes and targets of an office."""
