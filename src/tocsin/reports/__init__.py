"""Files and folders to reports, whatever they were written in."""

from tocsin.reports.agencies import settle_agencies
from tocsin.reports.options import FIELDS, ReadingOptions
from tocsin.reports.previews import preview_columns, preview_split
from tocsin.reports.reading import read_paths

__all__ = [
    "FIELDS",
    "ReadingOptions",
    "preview_columns",
    "preview_split",
    "read_paths",
    "settle_agencies",
]
