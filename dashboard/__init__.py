"""Dashboard: shows findings, computes none."""
