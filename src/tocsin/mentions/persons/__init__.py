"""Names of people in a text."""

from tocsin.mentions.persons.finder import PersonFinder
from tocsin.mentions.persons.spans import PersonSpan

__all__ = ["PersonFinder", "PersonSpan"]
