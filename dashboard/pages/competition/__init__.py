"""The page of how things were bought."""
