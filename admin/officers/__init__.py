"""The officers' page: described one by one, compared in three groups, in alphabetical order and without any rank."""
