"""Figures in the news: the question, the sums it may mean, and the verdict."""
