"""Files made beside a page: how far they are, their bytes, and how many a user may have."""
