"""Backups: one file holds a store as of one moment, and another store is made from it."""
