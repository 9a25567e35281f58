"""Chronologies → who is mentioned again, since when, and what answer is recorded."""

from tocsin.attention.entries import build_entries, most_pressing

__all__ = ["build_entries", "most_pressing"]
