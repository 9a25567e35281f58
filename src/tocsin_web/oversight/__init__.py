"""Complaints, findings, and what was left unanswered."""
