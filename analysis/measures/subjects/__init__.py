"""Subjects: category, product, maker and program of an award."""
