"""Reports on the warehouse: status, history, coverage, summary."""
