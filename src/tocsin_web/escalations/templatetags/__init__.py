"""Tags about clocks."""
