"""Page of what others sign: what DHS pays for of it."""
