"""URLs: parsing of requests and building of links."""
