"""Addresses: what a view is asked for, and how it is linked to."""
