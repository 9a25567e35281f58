"""Settings and addresses of the casework application."""
