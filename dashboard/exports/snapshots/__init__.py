"""Snapshots: freezing a report, comparing and verifying it, closing a day."""
