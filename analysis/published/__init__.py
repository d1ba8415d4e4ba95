"""Reads of a published build: SQL over read-only Parquet."""
