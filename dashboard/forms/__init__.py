"""The page of form 01-XN: what is chosen, the figures, the lists, and how the forms were sent."""
