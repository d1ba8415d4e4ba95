"""Commands of `python -m fetch`."""
