"""Pages of the desk, a file each."""
