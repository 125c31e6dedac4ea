"""Word file → text: paragraphs and tables in the order of the document, with the numbers that Word adds when it prints."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

from carbonpeak.errors import NoTextLayer, NotText
from carbonpeak.text.convert import Extract, tables
from carbonpeak.text.convert.numbering import Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
# Deleted by tracked changes, field codes, pinyin above characters, properties.
_SKIPPED = frozenset(
    f"{_W}{name}"
    for name in ("del", "delText", "instrText", "rt", "pPr", "rPr", "sectPr", "tblPr", "moveFrom", "fldData")
)
_INSTEAD = {f"{_W}tab": " ", f"{_W}ptab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_LONGEST_HEADING = 60
# What python-docx and what we do with its elements end in where a part of the file is missing or is not what it should be.
_DAMAGED = (OpcError, BadZipFile, KeyError, RuntimeError, AttributeError, EOFError, XMLSyntaxError, zlib.error)


def convert(path: Path, data: bytes) -> Extract:
    """The text of a document: a paragraph a line, headings with `#`, a table's cells parted by tabs."""
    try:
        document = docx.Document(io.BytesIO(data))
    except ValueError:
        raise NotText(
            path, "it is another kind of office document, not a Word file that can be opened", "save it anew as .docx"
        ) from None
    except _DAMAGED:
        raise _damaged(path) from None
    try:
        body = document.element.body
        lines = _Reader(document).lines(body)
    except (*_DAMAGED, ValueError):
        raise _damaged(path) from None
    pictures = len(body.findall(f".//{_PICTURE}"))
    if pictures and not lines:
        raise NoTextLayer(path, "it holds pictures and no text", "take a copy with text, or the result of OCR as .txt")
    notes = (f"pictures in the text that are not read: {pictures}",) if pictures else ()
    return Extract(None, "\n\n".join(lines) + "\n" if lines else "", notes)


def _damaged(path: Path) -> NotText:
    return NotText(path, "it is damaged, not a Word file that can be opened", "save it anew as .docx")


class _Reader:
    def __init__(self, document: Any) -> None:
        self.numbering = Numbering(
            _root(document, RELATIONSHIP_TYPE.NUMBERING), _root(document, RELATIONSHIP_TYPE.STYLES)
        )
        self.headings = {}
        for style in document.styles.element.iter(f"{_W}style"):
            name = style.find(f"{_W}name")
            words = "" if name is None else name.get(f"{_W}val", "").lower()
            if words == "title":
                self.headings[style.get(f"{_W}styleId")] = "# "
            elif words.startswith("heading ") and words[8:].isdecimal():
                self.headings[style.get(f"{_W}styleId")] = "#" * min(int(words[8:]), 6) + " "

    def lines(self, container: Any, in_row: bool = False) -> list[str]:
        """The blocks of a body, a cell or a text box."""
        found: list[str] = []
        for block in _blocks(container):
            if block.tag == f"{_W}p":
                found += self.paragraph(block, in_row)
            else:
                cells = [list(_inside(row, f"{_W}tc")) for row in _inside(block, f"{_W}tr")]
                if all(len(row) < 2 for row in cells):  # a frame around text or around another table
                    found += [line for row in cells for cell in row for line in self.lines(cell)]
                else:
                    found += self.table(block)
        return [line for line in found if line]

    def paragraph(self, paragraph: Any, in_row: bool = False) -> list[str]:
        """Its lines (one without a manual line break), then what stands in text boxes anchored in it. In a row of a table a
        number stays that nothing follows: Word counts the rows."""
        boxes: list[Any] = []
        text = "".join(_words(paragraph, boxes))
        lines = [" ".join(line.split()) for line in text.split("\n")]
        lines = [line for line in lines if line]
        label = self.numbering.label(paragraph)
        if in_row and label and not lines:
            return [label.strip()]
        if lines:
            lines[0] = label + lines[0]
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            mark = self.headings.get(style.get(f"{_W}val"), "") if style is not None else ""
            if len(lines) == 1 and len(lines[0]) <= _LONGEST_HEADING:
                lines[0] = mark + lines[0]
        for box in boxes:
            lines += self.lines(box)
        return lines

    def table(self, table: Any) -> list[str]:
        """A table, and behind it those that stand in its cells: a cell cannot hold rows."""
        grid = tables.Grid()
        inner: list[str] = []
        for row in _inside(table, f"{_W}tr"):
            before = row.find(f"{_W}trPr/{_W}gridBefore")
            if before is not None:
                grid.add("", int(before.get(f"{_W}val")))
            for cell in _inside(row, f"{_W}tc"):
                span = cell.find(f"{_W}tcPr/{_W}gridSpan")
                merged = cell.find(f"{_W}tcPr/{_W}vMerge")
                # a cell merged into the one above says so by itself: it is there and empty
                goes_on = merged is not None and merged.get(f"{_W}val") != "restart"
                lines = [] if goes_on else self.lines(cell, True)
                inner += [line for line in lines if "\t" in line]
                text = " ".join(line.lstrip("# ") for line in lines if "\t" not in line)
                grid.add(text, int(span.get(f"{_W}val")) if span is not None else 1)
            grid.end_row()
        return ["\n".join(tables.written(grid.rows())), *inner]


def _root(document: Any, kind: str) -> Any:
    try:
        return document.part.part_related_by(kind).element
    except KeyError:
        return None


def _blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables, those inside content controls and tracked insertions too."""
    for child in container:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _blocks(child)


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, not those of tables inside."""
    for child in element:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and child.tag not in (f"{_W}tbl", f"{_W}tc"):
            yield from _inside(child, tag)


def _words(element: Any, boxes: list[Any]) -> Iterator[str]:
    """The text of a paragraph; text boxes in it are put aside."""
    for child in element:
        tag = child.tag
        if tag in (f"{_W}t", _MATH_TEXT):
            yield child.text or ""
        elif tag in _INSTEAD:
            yield _INSTEAD[tag]
        elif tag == f"{_W}txbxContent":
            boxes.append(child)
        elif tag == _ALTERNATE:  # the same thing twice, for newer and for older versions of Word
            choice = child.find(_CHOICE)
            if choice is not None:
                yield from _words(choice, boxes)
        elif isinstance(tag, str) and tag not in _SKIPPED:
            yield from _words(child, boxes)
