"""What people had when each part of the project was finished: every later version must keep it.

A folder holds a dump of both databases, made by `python -m tests.history.make FOLDER` with the code of its day and
never again, and what was true of the people in it.
"""
