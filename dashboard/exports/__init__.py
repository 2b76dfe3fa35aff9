"""What leaves the dashboard as a file: one paper, three ways to write it, and who may take it."""
