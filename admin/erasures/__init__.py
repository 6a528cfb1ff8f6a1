"""Requests for erasure and correction at the desk: what is due first, one decision, and a second person's."""
