"""Connections to the database: addresses, limits, times, and what errors mean."""
