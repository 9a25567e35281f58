"""Tags about people."""
