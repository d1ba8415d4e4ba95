"""The page of one award."""
