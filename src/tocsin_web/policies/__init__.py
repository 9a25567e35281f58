"""Thresholds, who set them, and what a change would do."""
