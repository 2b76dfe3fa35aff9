"""Queries of the store: one subject a module, the SQL above the function that runs it."""
