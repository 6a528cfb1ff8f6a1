"""Complaints and petitions at the desk: the inbox, one case in two columns, and a form for each move."""
