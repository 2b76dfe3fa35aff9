"""The page of the data: feeds, imports, and rows that were refused."""
