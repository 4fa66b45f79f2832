"""What administrators do that concerns several features at once."""
