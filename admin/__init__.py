"""The desk: the door of staff, one folder per part of the work; it reads queries and calls services."""
