"""The page of what is unusual."""
