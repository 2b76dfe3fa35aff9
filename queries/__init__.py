"""Questions to the store: one a module, the SQL beside the function that asks it."""
