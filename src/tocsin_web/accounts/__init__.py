"""Who uses this: people, agencies, roles, permissions."""
