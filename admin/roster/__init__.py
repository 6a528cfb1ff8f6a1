"""The duty roster as a week's grid, and signed corrections of what is over."""
