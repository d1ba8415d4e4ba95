"""Publication of a build: every table, set aside first and swapped in whole."""
