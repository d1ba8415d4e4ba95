"""The page of changed records."""
