"""Forms that count once, however often they arrive."""
