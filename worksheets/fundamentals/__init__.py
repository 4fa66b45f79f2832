"""The worksheets of the course `fundamentals`, one a module."""

COURSE = "fundamentals"
