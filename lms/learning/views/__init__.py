"""The pages of lessons and of their questions. Importing `questions` gives the blueprint both views."""
