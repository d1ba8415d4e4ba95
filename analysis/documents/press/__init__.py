"""Fact check: the question, the candidate sums and the verdict."""
