"""The casework application: people, roles, decisions, clocks, escalation and a ledger.

It stands on the engine (`tocsin`), which knows nothing of it.
"""
