"""Questions the rules leave open, for a person to decide."""
