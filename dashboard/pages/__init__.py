"""One module a page: `PATH`, `TITLE`, `layout(data, …)`, `register(app, data)`.

Importing a page does nothing; dashboard/app.py registers each by its real name.
"""
