"""Privacy: who read the files, the logs and the backups afterwards, and what could they tell about one citizen?"""
