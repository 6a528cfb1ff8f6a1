"""Complaints and petitions: which kinds there are, how each goes on, by when, and what an answer has to be."""
