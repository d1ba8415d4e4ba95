"""Turns records into findings; tables in, tables out."""
