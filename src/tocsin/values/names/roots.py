"""Which names are forms of one another: diminutives, and spellings of one name across scripts."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from nicknames import NickNamer

from tocsin.values.names.fold import fold


@lru_cache(maxsize=200_000)
def roots(token: str) -> frozenset[str]:
    """Names of which this folded token may be a form, itself among them.

    >>> bool(roots("bill") & roots("william")), bool(roots("mohd") & roots("muhammad"))
    (True, True)
    """
    own = _table().get(token, frozenset())
    english = frozenset(_english().canonicals_of(token))
    return frozenset({token}) | own | english


def forms(token: str) -> frozenset[str]:
    """Other folded names that may be this one: its roots, and all their short forms.

    >>> {"bill", "will", "liam"} <= forms("william"), "william" in forms("billy")
    (True, True)
    """
    found = set(roots(token))
    for root in sorted(found):
        found |= _english().nicknames_of(root)
        found |= _short_forms().get(root, frozenset())
    return frozenset(found - {token})


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    """name → the folded forms that diminutives.txt gives it."""
    found: dict[str, set[str]] = {}
    for form, names in _table().items():
        for name in names:
            found.setdefault(name, set()).add(form)
    return {name: frozenset(forms) for name, forms in found.items()}


def is_known_given(token: str) -> bool:
    """Whether a table of given names and their short forms holds this folded token."""
    if token in _table():
        return True
    return bool(_english().canonicals_of(token) or _english().nicknames_of(token))


@cache
def _english() -> NickNamer:
    return NickNamer()


@cache
def _table() -> dict[str, frozenset[str]]:
    """folded form → names it may stand for, from diminutives.txt."""
    found: dict[str, set[str]] = {}
    text = (resources.files("tocsin.values.names") / "diminutives.txt").read_text("utf-8")
    for line in text.splitlines():
        name, colon, forms = line.partition(":")
        if not colon or line.startswith("#"):
            continue
        root = fold(name)
        for form in (root, *map(fold, forms.split())):
            found.setdefault(form, set()).add(root)
    return {form: frozenset(names) for form, names in found.items()}
