"""Search for awards."""
