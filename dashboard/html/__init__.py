"""Elements of a page."""
