"""A person's data: shown, handed out, erased; asks every feature what it holds (their personal.py)."""
