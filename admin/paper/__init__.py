"""Paper forms at the desk: printed, keyed, compared, and closed so that they count."""
