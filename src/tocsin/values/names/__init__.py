"""Names of people: folded, taken apart, and compared, whatever their origin."""

from tocsin.values.names.casing import name_case
from tocsin.values.names.compare import (
    Comparison,
    Part,
    compare_names,
    compare_tokens,
)
from tocsin.values.names.fold import fold, sound_keys
from tocsin.values.names.parse import Name, parse_name
from tocsin.values.names.roots import forms, roots

__all__ = [
    "Comparison",
    "Name",
    "Part",
    "compare_names",
    "compare_tokens",
    "fold",
    "forms",
    "name_case",
    "parse_name",
    "roots",
    "sound_keys",
]
