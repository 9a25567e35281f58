"""Model files, each with its version."""
