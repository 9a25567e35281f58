"""Who did or read what, and for what purpose."""
