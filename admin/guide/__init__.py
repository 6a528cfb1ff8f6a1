"""Finding one's way: the pages of the desk by role, what each is for, and what the words on them mean."""
