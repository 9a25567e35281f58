"""What intake asks of the engine: files read, a compartment joined, what a draft would do."""

from tocsin_web.intake.engine.cases import case_of, numbers_of, settings_of
from tocsin_web.intake.engine.reading import (
    as_json,
    clean_name,
    from_json,
    mail_ending,
    outlook,
    read_files,
    report_of_form,
    write_fictional,
    written_date,
)

__all__ = [
    "as_json",
    "case_of",
    "clean_name",
    "from_json",
    "mail_ending",
    "numbers_of",
    "outlook",
    "read_files",
    "report_of_form",
    "settings_of",
    "write_fictional",
    "written_date",
]
