"""The bundled case: what many agencies of the invented town of Culverport wrote down."""

from tocsin.synthetic.demo.source import DemoReport, cast, reports

__all__ = ["DemoReport", "cast", "reports"]
