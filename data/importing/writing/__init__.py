"""Writing checked rows into the store."""
