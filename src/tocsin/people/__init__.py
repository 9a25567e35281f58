"""Mentions joined into people, places, vehicles and phones."""

from tocsin.people.joining import join

__all__ = ["join"]
