"""The page of settings names every variable that is read, and no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_READ = re.compile(r"""["'](TOCSIN_[A-Z_]+)["']""")
_SETTINGS = ("project/settings.py", "project/home.py")


def test_every_variable_read_is_on_the_page_and_no_other() -> None:
    """Undocumented settings, and documented ones that nothing reads, are mistakes."""
    read: set[str] = set()
    for name in _SETTINGS:
        read |= set(_READ.findall((ROOT / "src/tocsin_web" / name).read_text("utf-8")))
    page = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    told = set(re.findall(r"^\| `(TOCSIN_[A-Z_]+)` \|", page, re.MULTILINE))
    assert told == read
