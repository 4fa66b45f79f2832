"""Making learners and taking them away; nothing here commits."""
