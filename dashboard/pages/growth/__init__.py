"""The page of growth."""
