"""The page of technology."""
