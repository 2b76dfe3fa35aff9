"""One screen a file: filters, a question, a table."""
