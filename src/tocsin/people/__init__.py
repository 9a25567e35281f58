"""Mentions joined into people, places, vehicles and phones."""

from tocsin.people.joining import join
from tocsin.people.model import model_text, read_model

__all__ = ["join", "model_text", "read_model"]
