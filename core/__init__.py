"""The centre: rules, tables, reads, writes and time. It does not know which door a request came through."""
