"""What the page's search knows of names: which words are forms of one name."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from markupsafe import Markup

from tocsin.publishing.entries import Row
from tocsin.values.names import fold, forms


def search_words(rows: Sequence[Row], parts: Collection[str]) -> Markup:
    """JSON: each word of a shown name → its other forms, so that Bill finds William."""
    words = sorted(
        {
            word
            for row in rows
            if row["kind"] == "person" and row["person_id"] in parts and not row["masked"]
            for name in row["names"]
            for word in fold(name).split()
            if len(word) > 1
        }
    )
    known = {word: sorted(forms(word)) for word in words}
    return as_json({word: others for word, others in known.items() if others})


def as_json(value: object) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
