"""Questions about single payments: by code, number or person, and what became of them."""
