"""Text for readers: formats, citations, words of the rules."""
