"""Reading files: which set a file is, its heading, its rows as text."""
