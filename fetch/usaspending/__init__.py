"""USAspending as a source: sync, search, single awards, doctor."""
