"""What counts as an answer, what could be one, and how it is worded."""

from tocsin.decisions.attach import attach, unattached
from tocsin.decisions.options import Account, Held, Option, held_evidence, matching_options
from tocsin.decisions.told import told_decisions
from tocsin.decisions.wording import Questioned, questioned_words, whole_words

__all__ = [
    "Account",
    "Held",
    "Option",
    "Questioned",
    "attach",
    "held_evidence",
    "matching_options",
    "questioned_words",
    "told_decisions",
    "unattached",
    "whole_words",
]
