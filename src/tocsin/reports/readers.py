"""Which reader reads which file: found through the entry-point group `tocsin.readers`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points

from tocsin.errors import RejectedInputError, TocsinError, TooLargeError, UnreadableFileError
from tocsin.records import Rejection
from tocsin.reports.accounts import Found, Reader, Source
from tocsin.reports.options import ReadingOptions
from tocsin.reports.texts import decode, is_binary

_PICTURES = frozenset(("jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp", "webp", "heic", "svg"))
_RECORDINGS = frozenset(
    ("mp3", "wav", "m4a", "ogg", "opus", "amr", "aac", "flac", "mp4", "mov", "avi", "mkv", "wmv")
)
_SAVE_AS = {
    "docx": ("doc", "dot", "pages", "wps", "wpd"),
    "xlsx": ("xls", "numbers"),
    "pdf": ("ppt", "pptx"),
    "mbox": ("pst", "ost"),
    "csv": ("mdb", "accdb", "xml"),
    "zip": ("rar", "7z", "tar", "gz", "tgz"),
    "json": ("yaml", "yml"),
}
_NEAR = {ending: near for near, endings in _SAVE_AS.items() for ending in endings}


_LOOKED_AT = 4096
_MARKS = (
    (b"{\\rtf", "rtf"),
    (b"%pdf-", "pdf"),
    (b"<!doctype html", "html"),
    (b"<html", "html"),
    (b"from ", "mbox"),
)


@cache
def readers() -> dict[str, Reader]:
    """Ending → reader, the built-in ones and those of plug-ins."""
    points = sorted(entry_points(group="tocsin.readers"), key=lambda p: (p.name, p.value))
    return {point.name.lower(): point.load() for point in points}


def read_source(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Everything in one source; whatever is wrong with it becomes a rejection.

    A reader that fails in a way nobody foresaw costs its file, never the run.
    """
    try:
        if source.depth > options.limit("zip_depth"):
            raise TooLargeError(
                "files are packed inside one another too deeply.", remedy="Unpack it first."
            )
        yield from reader_of(source)(source, options)
    except RejectedInputError as error:
        yield Rejection(source.name, "", _sentence(error.what), error.remedy)
    except TocsinError:  # the call is wrong, not the file
        raise
    except OSError:
        yield Rejection(
            source.name, "", "The file cannot be opened.", "Give yourself the right to read it."
        )
    except (MemoryError, RecursionError):
        yield Rejection(
            source.name, "", "The file is nested or sized to break readers.", "Split it."
        )
    except Exception as error:
        kind = type(error).__name__
        yield Rejection(
            source.name,
            "",
            f"The file is broken: its reader stopped ({kind}).",
            "Open it in the program it came from, save it again, or save it as text.",
        )


def reader_of(source: Source) -> Reader:
    """The reader for a file's ending.

    Raises:
        UnreadableFileError: no reader knows it.
    """
    ending = source.ending
    found = readers().get(ending)
    if found:
        return found
    if ending in _PICTURES:
        raise UnreadableFileError("this is a picture.", remedy="It needs OCR or transcription.")
    if ending in _RECORDINGS:
        raise UnreadableFileError("this is a recording.", remedy="It needs transcription.")
    inside = _by_first_bytes(source)
    if inside:
        return readers()[inside]
    near = _NEAR.get(ending)
    remedy = f"Save it as {near}." if near else "Save it as text, docx, pdf or csv."
    what = (
        f"files ending in .{ending[:20]} cannot be read." if ending else "the file has no ending."
    )
    raise UnreadableFileError(what, remedy=remedy)


def _by_first_bytes(source: Source) -> str:
    """What a file is under an ending that says otherwise: many a .doc is rtf, many a .xls html."""
    with source.open() as stream:
        first = stream.read(_LOOKED_AT)
    start = first.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    for mark, ending in _MARKS:
        if start.startswith(mark):
            return ending
    if start.startswith(b"pk\x03\x04"):
        return {"doc": "docx", "dot": "docx", "xls": "xlsx"}.get(source.ending, "")
    has_text = bool(start) and not is_binary(decode(first)[0])
    return "txt" if has_text and not source.ending else ""


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
