"""What was done with special powers, by whom and why: written once, never changed."""
