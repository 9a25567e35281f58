"""Masking, withholding and suppression."""
