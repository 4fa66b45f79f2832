"""Questions asked and answered: reading what was sent, grading it, and laying a question out."""
