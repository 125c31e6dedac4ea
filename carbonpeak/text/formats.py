"""What a file is by its ending and its first bytes, and the text of a file that is nothing but text."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

from carbonpeak.errors import Empty, NotText

TEXT, MARKDOWN, HTML, DOCX, PDF = (
    "text/plain",
    "text/markdown",
    "text/html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/pdf",
)
# A file's ending says what it is. Any other ending is read as plain text if that is what the file holds.
MEDIA = {
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".shtml": HTML,
    ".xhtml": HTML,
    ".docx": DOCX,
    ".pdf": PDF,
}
_SAVE = "save the plan as .txt (UTF-8), .docx, .html or .pdf and take that"
_TEXT = "take the text of the plan"
_PICTURE = f"{_TEXT}; pictures are not read"
_UNPACK = "unpack it"
# How files begin that are not text, with what they are and what to do about them.
_MAGIC: list[tuple[bytes, str, str]] = [
    (b"%PDF-", "a PDF", "give it the ending .pdf"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "give a Word file the ending .docx; unpack anything else"),
    (b"PK\x05\x06", "an empty ZIP archive", _SAVE),
    (b"\xd0\xcf\x11\xe0", "an old binary office document (.doc, .wps, .xls)", _SAVE),
    (b"{\\rtf", "a Rich Text document", _SAVE),
    (b"\x89PNG", "a PNG picture", _PICTURE),
    (b"\xff\xd8\xff", "a JPEG picture", _PICTURE),
    (b"GIF8", "a GIF picture", _PICTURE),
    (b"II*\x00", "a TIFF picture", _PICTURE),
    (b"MM\x00*", "a TIFF picture", _PICTURE),
    (b"MZ", "a Windows program", _TEXT),
    (b"\x7fELF", "a program", _TEXT),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"7z\xbc\xaf", "a 7-Zip archive", _UNPACK),
    (b"SQLite format 3", "a database", _TEXT),
    (b"PAR1", "a Parquet table", _TEXT),
]
_MAGIC_START = frozenset(magic[0] for magic, _, _ in _MAGIC)
_OWN_MAGIC = {PDF: b"%PDF-", DOCX: b"PK\x03\x04"}
_CONTROLS = bytes(byte for byte in range(0x20) if byte not in b"\t\n\x0b\x0c\r") + b"\x7f"
_SAMPLE = 4096  # bytes of a file that are looked at for control characters
_TOLERATED = 20  # of them that may be control characters: strays survive copying from Word and from the web


def decode(path: Path, data: bytes) -> tuple[str, str]:
    """The encoding and the text of a text file. Raises NotText or UnknownEncoding."""
    if b"\0" not in data:
        marked = data.startswith(codecs.BOM_UTF8)
        try:
            text = data.decode("utf-8-sig" if marked else "utf-8")
        except UnicodeDecodeError:
            pass
        else:
            sample = data[:_SAMPLE]
            if len(sample) - len(sample.translate(None, _CONTROLS)) > min(_TOLERATED, len(sample) // 10):
                raise NotText(path, "it is full of control characters, so it is no text", _SAVE)
            return ("utf-8-sig" if marked else "utf-8"), text
    hard: Callable[[Path, bytes], tuple[str, str]]
    from carbonpeak.text.encodings import decode as hard

    return hard(path, data)


def check_magic(path: Path, data: bytes, media: str) -> None:
    """Refuse an empty file and one that begins like something else than its ending says."""
    if not data:
        raise Empty(path, "the file is empty", "put the plan's text into it, or leave it out")
    own = _OWN_MAGIC.get(media)
    if own:
        # readers of PDF accept some bytes before the header
        if data.startswith(own) or (media is PDF and own in data[:1024]):
            return
    elif data[0] not in _MAGIC_START:
        return
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            belied = f", not what the ending {path.suffix or '(none)'} says" if path.suffix.lower() in MEDIA else ""
            raise NotText(path, f"it is {what}{belied}", remedy)
    if own:
        raise NotText(path, f"it does not begin like a {path.suffix} file, so it is damaged or something else", _SAVE)
