"""Commands of `python -m analysis`."""
