"""The sample: an invented Hanoi that fills an empty store, through the import, for trials."""
