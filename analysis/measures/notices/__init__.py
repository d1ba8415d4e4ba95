"""Measures of notices: the document that says why, and awards without one."""
