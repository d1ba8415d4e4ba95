"""HTML elements of a page."""
