"""Made-up worlds from a seed, and the bundled case."""
