"""The published build: every table made, written aside and swapped in whole."""
