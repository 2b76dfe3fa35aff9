"""The page of imports: feeds by office, imports, and rows that were refused."""
