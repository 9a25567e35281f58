"""Accounts received, as written, and who may read them."""
