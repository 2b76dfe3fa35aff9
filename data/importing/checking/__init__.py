"""Checking rows: staging tables, values read from text, references, rejects."""
