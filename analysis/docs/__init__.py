"""Parts of the documents that are made from the code: definitions and rule tables."""
