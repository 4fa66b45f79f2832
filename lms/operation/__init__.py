"""Keeping an installation alive: backups and restores, what ails it, what its monitoring is told."""
