"""Reports in: drafts, the worker, joining anew. The app that may write across the others."""
