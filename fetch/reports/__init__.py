"""Reports of what is held: status, history, coverage, summary."""
