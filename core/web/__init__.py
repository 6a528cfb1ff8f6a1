"""Flask glue the doors share."""
