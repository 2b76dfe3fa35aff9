"""What is unusual in the data of the last weeks: days, silences, slides and large codes."""
