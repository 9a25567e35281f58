"""What counts as an answer."""

from tocsin.decisions.attach import attach, unattached
from tocsin.decisions.told import told_decisions

__all__ = ["attach", "told_decisions", "unattached"]
