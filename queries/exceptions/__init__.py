"""Questions about differences to reconcile: counts, rows, cases, notes."""
