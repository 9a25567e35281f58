"""Bytes to text, and text to the text as read."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache
from typing import BinaryIO

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
_BIDI_TABLE = {ord(c): None for c in _BIDI} | {0xFEFF: None}
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff" + _BIDI + "]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CHUNK = 1 << 20


def encoding_of(stream: BinaryIO) -> str:
    """UTF-8, UTF-16 or UTF-32 with a mark at the start, else Windows Western (cp1252).

    Reads the whole stream, a piece at a time.
    """
    chunk = stream.read(_CHUNK)
    for mark, name in _BOMS:
        if chunk.startswith(mark):
            return name
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk:
            decoder.decode(chunk)
            chunk = stream.read(_CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def decode(content: bytes) -> tuple[str, str]:
    """(text, encoding); bytes that fit nothing become U+FFFD."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            return content.decode(name, "replace"), name
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "cp1252"


def is_binary(text: str) -> bool:
    """Whether decoded bytes were no text at all: too many control characters."""
    sample = text[:20_000]
    return len(_CONTROL.findall(sample)) > max(8, len(sample) // 20)


def as_read(text: str) -> tuple[str, bool]:
    """The text as read, and whether characters that turn the direction of text were taken out.

    NFC, line ends as newlines, other control characters as U+FFFD, trailing blanks gone; leading
    blanks stay, so that places in a cell are places in the report.
    """
    turned = False
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if _ODD.search(text):
        turned = any(c in text for c in _BIDI)
        text = _LINE_END.sub("\n", text).translate(_BIDI_TABLE)
        text = _CONTROL.sub("\ufffd", text)
    return text.rstrip(), turned


@lru_cache(maxsize=16_384)
def one_line(text: str, longest: int = 300) -> str:
    """A field on one line: blanks folded, control characters gone, cut at `longest`."""
    clean, _ = as_read(text)
    return " ".join(clean.replace("\ufffd", " ").split())[:longest]
