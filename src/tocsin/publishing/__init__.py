"""Files, terminal, letter and the offline page."""

from tocsin.publishing.options import OutputOptions
from tocsin.publishing.output import write_output
from tocsin.publishing.terminal import print_summary

__all__ = ["OutputOptions", "print_summary", "write_output"]
