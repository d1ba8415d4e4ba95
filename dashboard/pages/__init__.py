"""Pages: one folder a page, which owns its parts; each has a `PAGE`.

Importing a page does nothing; dashboard/app.py registers each by its real name.
"""
