"""Mail: what waits in the store, what was sent, and the server that takes it."""
