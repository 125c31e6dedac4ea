"""PDF with a text layer → text: lines joined to paragraphs by where they stand on the page, ruled tables as rows.

A form feed stands where a page ends, within a paragraph or table if that goes on.
"""

from __future__ import annotations

import io
import logging
import re
import traceback
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from carbonpeak import datafiles
from carbonpeak.errors import NoTextLayer, NotText
from carbonpeak.shape import NamedTuple
from carbonpeak.text.convert import Extract, columns, tables

_GLYPH = re.compile(r"\(cid:\d+\)")
_FEWEST = 20  # characters a page, on average, below which a PDF is taken for scanned pictures
_UNREADABLE = 0.1  # share of glyphs that may be unknown
_OPENED = re.compile(r"[《（(“【][^》）)”】]*$")
_BREAK = re.compile(r"\s*\n\s*")
_OCR = "run OCR over it, or find a copy with text, and take that"
# Justified text in narrow cells is stretched: words are parted by real spaces, or by a gap as wide as a character.
_WORDS: dict[str, Any] = {"x_tolerance_ratio": 1.0}


class _Line(NamedTuple):
    """A line of prose, or the rows of a table. Places in points from the top left corner of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float  # of the type; 0 for a table

    @property
    def is_table(self) -> bool:
        return self.size == 0


def _damaged(path: Path, error: Exception) -> NotText:
    return NotText(path, f"it is a damaged PDF ({error})", "take the file from its source again")


def _stumbled(error: Exception) -> bool:
    """Whether an error comes out of the libraries, which stumble over damaged parts of a file in many ways."""
    last = traceback.extract_tb(error.__traceback__)[-1].filename
    return any(library in Path(last).parts for library in ("pdfplumber", "pdfminer"))


def convert(path: Path, data: bytes) -> Extract:
    """The text of a PDF. Raises NoTextLayer for scanned pages, NotText for damaged and locked files."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    scanned: list[int] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = []
            for page in document.pages:
                pages.append(_lines(page))
                if not pages[-1] and any(_covers(picture, page) for picture in page.images):
                    scanned.append(page.page_number)
                page.close()
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise NotText(path, "it is locked by a password", "take a copy without one") from None
        if error.args and isinstance(error.args[0], PDFEncryptionError):
            raise NotText(
                path, "it is encrypted in a way that cannot be opened", "take a copy without encryption"
            ) from None
        raise _damaged(path, error) from None
    except Exception as error:
        if not _stumbled(error):
            raise
        raise _damaged(path, error) from None
    text = "".join(line.text for lines in pages for line in lines)
    glyphs = len(_GLYPH.findall(text))
    if len(text) - glyphs < _FEWEST * len(pages):
        pages_are = (
            f"its {len(pages)} pages are scanned pictures" if len(pages) > 1 else "its page is a scanned picture"
        )
        raise NoTextLayer(path, f"{pages_are} without text", _OCR)
    if glyphs > _UNREADABLE * len(text):
        raise NoTextLayer(path, "its fonts do not say which characters they print", _OCR)
    notes = [f"page {number} is a picture without text" for number in scanned]
    if glyphs:
        notes.append(f"{glyphs} characters that the fonts do not name")
    text = _GLYPH.sub("\N{REPLACEMENT CHARACTER}", _plain(_joined(_without_furniture(pages))))
    return Extract(None, text, tuple(notes))


def _covers(picture: dict[str, Any], page: Any) -> bool:
    return bool(picture["width"] * picture["height"] > 0.3 * page.width * page.height)


def _lines(page: Any) -> list[_Line]:
    """The lines and tables of a page from top to bottom."""
    page = page.dedupe_chars()
    found = []
    boxes = []
    for table in page.find_tables({"explicit_horizontal_lines": _open_ends(page)}):
        # a column may be empty on one page of a table and not on the next
        rows = tables.rectangle(table.extract(**_WORDS), keep_columns=True)
        if rows and len(rows[0]) > 1:
            boxes.append(table.bbox)
            cells = [[_BREAK.sub(_glue, cell) for cell in row] for row in rows]
            left, top, right, bottom = table.bbox
            found.append(_Line("\n".join(tables.written(cells)), left, right, top, bottom, 0))
    if boxes:
        page = page.filter(lambda item: not any(_inside(item, box) for box in boxes))
    lines = page.extract_text_lines(**_WORDS)
    pieces, moved = columns.read(lines, page.width)
    if not moved:  # in one column
        for line in lines:
            size = median(char["size"] for char in line["chars"])
            text = line["text"].strip()
            if text:
                found.append(_Line(text, line["x0"], line["x1"], line["top"], line["bottom"], size or 1))
        return sorted(found, key=lambda line: line.top)
    for place, shift in moved:
        found = [
            table._replace(top=table.top + shift, bottom=table.bottom + shift) if table.top > place else table
            for table in found
        ]
    return sorted([*found, *(_Line(*piece) for piece in pieces)], key=lambda line: line.top)


def _open_ends(page: Any) -> list[float]:
    """Where rules between columns end without one across: browsers leave a row open that goes on on the next page."""
    # a rule is drawn as a thin box: its own short ends do not count
    across = [edge["top"] for edge in page.edges if edge["orientation"] == "h" and edge["width"] > 5]
    ends = {round(edge[end], 1) for edge in page.edges if edge["orientation"] == "v" for end in ("top", "bottom")}
    return sorted(end for end in ends if not any(abs(end - line) < 4 for line in across))


def _glue(wrapped: re.Match[str]) -> str:
    """What a line break inside a cell stands for: a space only between Latin letters or digits."""
    before, after = (
        wrapped.string[wrapped.start() - 1 : wrapped.start()],
        wrapped.string[wrapped.end() : wrapped.end() + 1],
    )
    return " " if before.isascii() and after.isascii() and before.isalnum() and after.isalnum() else ""


def _inside(item: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _without_furniture(pages: list[list[_Line]]) -> list[list[_Line]]:
    """The pages without the lines that stand at the top or the foot of most of them, page numbers apart the same."""
    edges: Counter[str] = Counter()
    for lines in pages:
        edges.update({_shape(line) for line in (*lines[:2], *lines[-2:])})
    repeated = {shape for shape, times in edges.items() if times >= 3 and times > len(pages) / 2}
    kept = []
    for lines in pages:
        inner = lines[2:-2] if len(lines) > 4 else []
        kept.append([line for line in lines if line in inner or line.is_table or _shape(line) not in repeated])
    return kept


def _shape(line: _Line) -> str:
    return re.sub(r"\d+", "0", line.text)


def _joined(pages: list[list[_Line]]) -> str:
    """The pages as one text, a paragraph a line."""
    prose = [line for lines in pages for line in lines if not line.is_table]
    if not prose:
        return "\f\n".join("\n".join(line.text for line in lines) for lines in pages) + "\n"
    size = median(line.size for line in prose)
    long = [line for line in prose if line.right - line.left > 15 * size]
    left = min(Counter(round(line.left) for line in long).most_common(2), default=(0, 0))[0]
    right = max((line.right for line in long if line.left < left + 3 * size), default=0.0)  # a title stands elsewhere
    gaps = [b.top - a.bottom for lines in pages for a, b in pairwise(lines) if b.top > a.bottom]
    gap = median(gaps) if gaps else size

    def goes_on(line: _Line, following: _Line, same_page: bool) -> bool:
        if line.is_table or following.is_table:
            return line.is_table and following.is_table and not same_page
        near = not same_page or following.top - line.bottom < gap + 0.6 * size
        full = line.right > right - 2.5 * size and following.left < left + 0.7 * size
        # a title is centred: an open bracket says that it goes on
        return near and abs(line.size - following.size) < 0.15 * size and (full or bool(_OPENED.search(line.text)))

    parts: list[str] = []
    last: _Line | None = None
    for number, lines in enumerate(pages):
        for position, line in enumerate(lines):
            turned = "\f" if number and position == 0 else ""
            if last is None:
                parts.append(turned + line.text)
            elif goes_on(last, line, bool(position)):
                wide = last.text[-1:].isascii() and line.text[:1].isascii() and last.text[-1:].isalnum()
                between = "\n" if line.is_table else " " if wide and line.text[:1].isalpha() else ""
                parts.append(turned + between + line.text)
            else:
                parts.append(f"\n{turned}\n{line.text}")
            last = line
    return "".join(parts) + "\n"


def _plain(text: str) -> str:
    """Ordinary characters instead of the radicals and compatibility forms that some fonts give (⽤ for 用)."""
    odd = {character for character in text if "\u2e80" <= character <= "\u2fdf" or "\uf900" <= character <= "\ufaff"}
    if not odd:
        return text
    known = {
        row["traditional"]: row["simplified"] for row in datafiles.rows("traditional") if row["origin"] == "unicode"
    }
    plain: dict[int, str] = {}
    for character in odd:
        normal = unicodedata.normalize("NFKC", character)
        plain[ord(character)] = normal if normal != character else known.get(character, character)
    return text.translate(plain)
