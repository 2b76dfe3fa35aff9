"""Readers of files: each opens a file as a table of text, in batches of rows."""
