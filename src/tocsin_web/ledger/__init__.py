"""The log an outsider can check: its leaves, key and witnesses."""
