"""The counter tablet's door: the app at /kiosk/ and the interface it speaks to."""
