"""Mentions with a shape of their own: numbers, plates, addresses, handles."""

from tocsin.mentions.structured.finder import StructuredFinder

__all__ = ["StructuredFinder"]
