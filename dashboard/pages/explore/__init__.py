"""The page of the grid of all awards."""
