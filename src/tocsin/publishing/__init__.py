"""Files, terminal, letter and the offline page."""
