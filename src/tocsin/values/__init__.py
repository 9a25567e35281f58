"""Kinds of value that know what they are: dates with precision, names, identifiers."""
