"""Files, terminal, letter and the offline page."""

from tocsin.publishing.options import OutputOptions
from tocsin.publishing.output import people_json, write_output
from tocsin.publishing.terminal import print_summary

__all__ = ["OutputOptions", "people_json", "print_summary", "write_output"]
