"""What is unusual: the series in which it is looked for."""
