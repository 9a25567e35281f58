"""Which report repeats which, and how many voices remain."""
