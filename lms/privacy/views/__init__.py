"""The pages on which people see what is held about them, and decide about it."""
