"""A report → its mentions, with span, role, concern and scope."""
