"""Whether what is known can be acted on, and what is missing."""
