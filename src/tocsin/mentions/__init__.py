"""Finding mentions in a report: spans, kinds, roles, details, relations."""

from tocsin.mentions.extractor import Extractor
from tocsin.mentions.mended import apply_mended

__all__ = ["Extractor", "apply_mended"]
