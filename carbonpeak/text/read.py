"""File → Source: what a plan file says, as one string. The stage knows encodings and formats, and nothing of what a plan is.

UTF-8 text, nearly every file there is, takes the short way; everything else is imported when the first such file comes.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from carbonpeak.errors import Empty, Missing
from carbonpeak.shape import NamedTuple
from carbonpeak.text.formats import MARKDOWN, MEDIA, TEXT, check_magic, decode

_LINE_ENDS = dict.fromkeys(map(ord, "\r\x0b\x85\u2028\u2029"), "\n")  # of systems and programs that write no line feeds


class Source(NamedTuple):
    """A file as read. Every offset that the reader reports points into `text`."""

    path: Path
    data_sha256: str  # of the file's bytes, in hexadecimal
    bytes: int
    encoding: str | None  # utf-8, utf-8-sig, utf-16-le, utf-16-be, gb18030, …; None for .docx and .pdf
    text: str  # of a text file: all of it, line ends as they are where it has line feeds, less the byte order mark; else what was extracted
    media: str  # the media type
    notes: tuple[str, ...] = ()  # what in the file could not be read, such as pictures


def read(path: Path, cache: Path | None = None) -> Source:
    """The file at `path`. Text extracted from .html, .docx and .pdf is kept in the folder `cache`, when one is given.

    Raises a PlanError that names the file: Missing, Empty, NotText, UnknownEncoding, NoTextLayer.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _missing(path, error) from None
    return from_bytes(path, data, cache)


def from_bytes(path: Path, data: bytes, cache: Path | None = None) -> Source:
    """The same for a file's content that is already at hand; `path` tells its format and names it in messages."""
    digest = hashlib.sha256(data).hexdigest()
    media = MEDIA.get(path.suffix) or MEDIA.get(path.suffix.lower(), TEXT)
    check_magic(path, data, media)
    encoding: str | None
    notes: tuple[str, ...] = ()
    if media is TEXT or media is MARKDOWN:
        encoding, text = decode(path, data)
        if "\n" not in text:
            text = text.translate(_LINE_ENDS)
    else:
        from carbonpeak.text.convert import extract

        encoding, text, notes = extract(path, data, digest, media, cache)
    if not text or text.isspace():
        raise Empty(path, "there is no text in it, only white space", "put the plan's text into it")
    return Source(path, digest, len(data), encoding, text, media, notes)


def _missing(path: Path, error: OSError) -> Missing:
    if isinstance(error, FileNotFoundError):
        return Missing(path, "there is no such file", "put the file there or correct the path")
    if isinstance(error, IsADirectoryError):
        return Missing(path, "it is a folder, not a file", "name the files in it")
    return Missing(path, f"it cannot be opened ({error.strerror or error})", "see that it may be read")
