"""Checks of USAspending: the assumptions this client relies on."""
