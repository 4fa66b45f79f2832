"""What is made of figures: files that somebody asked for, and quarters that are published."""
