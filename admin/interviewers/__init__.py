"""Phones of a survey round's interviewers, as whoever manages the round looks after them."""
