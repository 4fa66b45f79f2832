"""The cli of this feature, by noun."""
