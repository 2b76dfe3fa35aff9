"""Questions about the store itself: feeds, imports, freshness, snapshots."""
