"""The queries of this feature, by noun."""
