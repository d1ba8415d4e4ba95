"""Shows findings; computes none."""
