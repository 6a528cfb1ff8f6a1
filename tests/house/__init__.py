"""The house keeps its own rules: what may import what, what lies where, what is translated."""
