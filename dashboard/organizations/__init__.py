"""The page of one collection organisation, and of all of them."""
