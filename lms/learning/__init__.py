"""What a learner opens: lessons and their questions."""
