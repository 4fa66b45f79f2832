"""Pages of figures, of the files that are made from them, and of the quarters that analysts may read."""
