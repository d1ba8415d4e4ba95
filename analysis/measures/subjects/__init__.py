"""Measures of subject: what an award buys, whose product it is, for which program."""
