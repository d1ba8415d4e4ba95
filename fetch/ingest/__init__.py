"""The way from a kept file to the warehouse: inspection, runs, checks, release."""
