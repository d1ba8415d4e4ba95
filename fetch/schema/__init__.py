"""Schema: tables, columns, and the layouts of the official files."""
