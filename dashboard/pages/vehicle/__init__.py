"""The page of vehicles."""
