"""USAspending as a source."""
