"""Chronologies → who is mentioned again, since when, and what answer is recorded."""
