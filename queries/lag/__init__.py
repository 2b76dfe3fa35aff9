"""Questions about remittance lag and recording lag."""
