"""Brings public contract records in and keeps them."""
