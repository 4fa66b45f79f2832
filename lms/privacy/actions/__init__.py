"""Accounts that go: asked for, undone, carried out, and carried out again after a restore."""
