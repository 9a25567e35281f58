"""How right a run is on the user's own reports: drawn at random, marked by two blind readers."""
