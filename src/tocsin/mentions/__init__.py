"""Finding mentions in a report: spans, kinds, roles, details, relations."""

from tocsin.mentions.case_places import ShortName, short_names
from tocsin.mentions.extractor import Extractor
from tocsin.mentions.mended import apply_mended

__all__ = ["Extractor", "ShortName", "apply_mended", "short_names"]
