"""Types of the documents that commands print and pages show.

Money is text with two decimals, a day is text; either is None where it is missing. A test holds
each type to the documents of the sample: their keys are equal.
"""
