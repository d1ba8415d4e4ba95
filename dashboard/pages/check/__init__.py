"""The page that checks a figure."""
