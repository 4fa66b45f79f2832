"""The actions of this feature, by noun."""
