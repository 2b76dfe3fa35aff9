"""Periods by name, and figures beside those of another period, office or organisation."""
