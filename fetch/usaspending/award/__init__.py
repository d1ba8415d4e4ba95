"""Single awards: what the service says of one, compared with what is held."""
