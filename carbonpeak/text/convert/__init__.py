"""The text inside web pages, Word files and PDFs, one module each.

Nothing here is imported before the first such file comes.
"""

from __future__ import annotations

import importlib
import json
import os
from importlib.metadata import version
from pathlib import Path

from carbonpeak.shape import NamedTuple
from carbonpeak.text.formats import DOCX, HTML, PDF

# media type → module, the library behind it, and our own revision of what is made of its output
_CONVERTERS = {HTML: ("html", "trafilatura", 2), DOCX: ("docx", "python-docx", 3), PDF: ("pdf", "pdfplumber", 2)}


class Extract(NamedTuple):
    """What a converter found in a file. Lines of `text` end in `\\n`; the cells of a table's row are parted by tabs."""

    encoding: str | None  # None for .docx and .pdf
    text: str
    notes: tuple[str, ...] = ()  # what could not be read, for a person to look at


def extract(path: Path, data: bytes, digest: str, media: str, cache: Path | None) -> Extract:
    """The text of a file. Raises NotText, NoTextLayer or UnknownEncoding.

    In `cache` it is kept under the file's hash and the version of what extracted it.
    """
    name, library, revision = _CONVERTERS[media]
    kept = cache / f"{digest}.{name}-{version(library)}-{revision}.json" if cache else None
    if kept and kept.is_file():
        encoding, text, notes = json.loads(kept.read_bytes())
        return Extract(encoding, text, tuple(notes))
    found: Extract = importlib.import_module(f"carbonpeak.text.convert.{name}").convert(path, data)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        aside = kept.with_name(f"{kept.name}.{os.getpid()}")
        aside.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        os.replace(aside, kept)
    return found
