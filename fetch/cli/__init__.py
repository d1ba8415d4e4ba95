"""Commands of `python -m fetch`, one file a command; `__main__` lists them."""
