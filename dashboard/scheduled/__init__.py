"""The page of what is done by the clock."""
