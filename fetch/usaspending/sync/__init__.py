"""Sync: every contract action of an agency, then what changed."""
