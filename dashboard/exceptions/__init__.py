"""The page of differences to reconcile: all kinds, the cases of one, one case with its notes."""
