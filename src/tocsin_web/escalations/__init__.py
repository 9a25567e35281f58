"""Questions nobody answered, sent on."""
