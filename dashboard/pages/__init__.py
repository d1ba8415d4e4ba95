"""Pages: one folder a page, with its parts; each has a `PAGE`.

Importing a page does nothing; dashboard/app.py registers each by its real name.
"""
