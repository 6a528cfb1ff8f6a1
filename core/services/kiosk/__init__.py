"""Writes about tablets: pairing and enrolment, what they hand over, their ledgers, and what is kept aside."""
