"""Text as a reader sees it: formats, citations, the words of the rules."""
