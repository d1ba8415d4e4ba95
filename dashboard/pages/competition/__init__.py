"""The page of competition."""
