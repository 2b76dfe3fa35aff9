"""Questions about form 01-XN: figures, lines, dispatches, states."""
