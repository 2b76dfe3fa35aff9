"""The watch: one clock for everything that is due, over any number of processes."""
