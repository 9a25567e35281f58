"""The public, partners and whistleblowers."""
