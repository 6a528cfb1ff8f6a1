"""Paper: batches of forms that are keyed, compared and handed over to the record."""
