"""Synthetic learners, for development, for showing the site and for measuring it."""
