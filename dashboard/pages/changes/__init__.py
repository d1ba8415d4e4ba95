"""The page of what the publisher changed."""
