"""The page of the awards behind a figure."""
