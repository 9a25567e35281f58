"""How many were never reported: multiple systems estimation, never as one number."""
