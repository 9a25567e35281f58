"""Decisions and subjects run as one effort."""
