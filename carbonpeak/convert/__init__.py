"""What is not UTF-8 text: other encodings, and the text inside web pages, Word files and PDFs, one module each.

Nothing here is imported before the first such file comes.
"""

from __future__ import annotations

import importlib
import os
from importlib.metadata import version
from pathlib import Path

from carbonpeak.read import DOCX, HTML, PDF

# media type → module, the library behind it, and our own revision of what is made of its output
_CONVERTERS = {
    HTML: ("html", "trafilatura", 1),
    DOCX: ("docx", "python-docx", 1),
    PDF: ("pdf", "pdfplumber", 1),
}


def extract(path: Path, data: bytes, digest: str, media: str, cache: Path | None) -> tuple[str | None, str]:
    """The encoding (None for .docx and .pdf) and the text of a file. Raises NotText, NoTextLayer or UnknownEncoding.

    Lines end in `\\n`; the cells of a table's row are parted by tabs. In `cache` a text is kept under the file's hash
    and the version of what extracted it.
    """
    name, library, revision = _CONVERTERS[media]
    kept = cache / f"{digest}.{name}-{version(library)}-{revision}.txt" if cache else None
    if kept and kept.is_file():
        encoding, _, text = kept.read_bytes().decode("utf-8").partition("\n")
        return encoding or None, text
    found: str | None
    found, text = importlib.import_module(f"carbonpeak.convert.{name}").convert(path, data)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        aside = kept.with_name(f"{kept.name}.{os.getpid()}")
        aside.write_bytes(f"{found or ''}\n{text}".encode())
        os.replace(aside, kept)
    return found, text
