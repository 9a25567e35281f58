"""Who keeps being mentioned, and the open questions about them."""
