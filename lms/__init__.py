"""Palabre: online courses on responsible business conduct, in French and in English."""
