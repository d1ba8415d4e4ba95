"""Documents: the JSON that a command prints and a page shows. Read time."""
