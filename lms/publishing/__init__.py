"""Releases: what learners read, made from a course's files in one step that can be taken back."""
