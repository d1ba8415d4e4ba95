"""Generated parts of the documentation: definitions and rule tables."""
