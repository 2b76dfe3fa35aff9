"""The page of snapshots: their list, one of them, its verification, and what has changed since."""
