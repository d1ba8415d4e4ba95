"""Measures of growth: one short file each."""
