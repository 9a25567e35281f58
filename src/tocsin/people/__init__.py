"""Mentions → joins → subjects: who is who."""
