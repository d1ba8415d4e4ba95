"""Measures: Ibis expressions, table in, table out. Build time, on any engine."""
