"""Search: every award that a question finds."""
