"""Render the readable cases into `docs/reference/spec.md`: `python -m tests.spec.render`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.spec.reading import CASES

PAGE = Path(__file__).parents[2] / "docs/reference/spec.md"
_HEAD = """# How it should behave, in cases

Each case is a small chronology and what should stand on the lists. The same cases are run as
tests, so this page cannot promise what the program does not do. People, agencies and events are
made up. A voice is one origin about one occasion; *unanswered* counts the voices no decision
answers; *rings* says that the subject stands above the line.

Under *says*: `repeats R1` is an echo of R1; `hearsay`, `not so` and `graded false` never count;
`possibly joined` is a join that is not certain; a decision stands in the row of the day it was
taken, and counts once it is confirmed.
"""


def render() -> str:
    """The whole page."""
    pages = [path.read_text("utf-8").strip() for path in sorted(CASES.glob("*.md"))]
    return "\n\n".join([_HEAD.strip(), *pages]) + "\n"


if __name__ == "__main__":
    page = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(render(), encoding="utf-8")
