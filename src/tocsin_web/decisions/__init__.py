"""Answers, with owner, reason and date."""
