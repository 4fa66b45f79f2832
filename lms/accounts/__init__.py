"""People: who they are to us, how they sign in, what they agreed to."""
