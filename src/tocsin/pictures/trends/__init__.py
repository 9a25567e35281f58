"""Weeks, places and subjects whose reports are out of line, and why that may be."""
