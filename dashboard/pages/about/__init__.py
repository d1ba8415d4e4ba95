"""Pages about the data and the method."""
