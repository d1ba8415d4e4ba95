"""The archive: every response and file as it came, by hash, for good."""
