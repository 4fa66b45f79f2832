"""Certificates: documents frozen at issue, and their public check. Takes values, asks nobody."""
