"""Networks and trends on a page."""
