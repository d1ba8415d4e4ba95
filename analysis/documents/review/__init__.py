"""Review: questions that the rules leave to a person."""
