"""Results against a truth."""
