"""The warehouse: DuckDB behind one door, from staged rows to versions."""
