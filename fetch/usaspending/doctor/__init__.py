"""Checks of what the client relies on."""
