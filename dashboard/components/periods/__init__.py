"""What pages about a period of payment share: its state, and the levels of its table."""
