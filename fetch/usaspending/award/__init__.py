"""Single awards, compared with the service."""
