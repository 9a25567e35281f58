"""Masking, withholding and suppression: who is shown by name, and whose words are kept back."""

from tocsin.privacy.masking import Masker, initials, masker_for, missed_words
from tocsin.privacy.protection import protected_subjects
from tocsin.privacy.suppression import suppressed

__all__ = ["Masker", "initials", "masker_for", "missed_words", "protected_subjects", "suppressed"]
