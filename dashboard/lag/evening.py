"""Owns the order of money at risk, and how the lag figures of a row are read in a table."""

from __future__ import annotations
