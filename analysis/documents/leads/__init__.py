"""Leads: questions worth asking, one file a kind, and the document of any of them."""
