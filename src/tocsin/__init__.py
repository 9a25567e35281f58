"""Tocsin: who keeps being mentioned, by how many voices, and what answer is recorded."""

__version__ = "0.1.0"
