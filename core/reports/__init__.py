"""Paper: bytes made from dataclasses, without a database and without a request."""
