"""Worklist, search, chronology, board report: reads all, writes nothing."""
