"""The page of the fact check."""
