"""How the tables become one Excel workbook: a cover, the codebook, tables with names for people, and a sheet for each table.

Row 1 of a sheet holds the Chinese titles for people, row 2 the names of the columns for programs; both stay in view.
"""

from __future__ import annotations

import datetime
import io
import math
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pipelines.releases.formats import cells, codebook, labelled, listing
from pipelines.releases.formats.cells import Cell, Schema

COVER = "README"
EXPLAINED = {"codebook": "_columns", "values": "_values"}  # sheet → the table of the codebook that it holds
LONGEST = 32_767  # UTF-16 units that a cell holds
MOST_ROWS = 1_048_576
MARK = "…（截断 cut）"  # ends a text that a cell cannot hold
FIRST_DAY = datetime.date(1900, 3, 1)  # Excel counts a 29 February 1900 that there never was
HEADER = 2  # rows
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what text begins with that a spreadsheet may take for a formula
_ODD = (*FORMULA, "<")  # the beginnings that `text` looks at
_SHORT = LONGEST // 2  # characters that a cell holds whatever they are
NARROWEST, WIDEST, TALLEST = 12, 60, 4  # columns in characters, rows in lines
LINE = 15  # height of a line of text, in points


def write(
    path: Path, package: Mapping[str, Any], schemas: Mapping[str, Schema], frames: Mapping[str, pd.DataFrame]
) -> None:
    """Write a workbook with all tables; `package` is the head of the descriptor.

    What a cell cannot hold is not lost in silence: a longer text ends in MARK, a whole number or a date that Excel does not
    know stands as text, and the cover names each such cell. Raises ValueError for a table with more rows than a sheet.
    """
    contents = codebook.rows(package, schemas, frames)
    buffer = io.BytesIO()
    book = _Book(buffer, package)
    cover = book.book.add_worksheet(COVER)
    sheets: list[codebook.Row] = []
    for name, held in EXPLAINED.items():
        schema = codebook.schemas()[held]
        book.table(name, schema, contents[held])
        sheets.append((name, None, None, schema["title_zh"], schema["title_en"], None, None))
    for item in labelled.labelled(schemas, frames):
        book.table(item.name, item.about, item.rows)
        sheets.append((item.name, None, len(item.rows), *codebook.texts(item.about)))
    for name, schema in schemas.items():
        book.table(name, schema, cells.rows(frames[name], cells.kinds(schema)))
    book.cover(cover, package, [*sheets, *contents["_tables"]])
    book.book.close()
    path.write_bytes(_packed(buffer))


class _Book:
    """A workbook as it grows, its formats, and what did not fit into a cell."""

    def __init__(self, buffer: io.BytesIO, package: Mapping[str, Any]) -> None:
        never = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        self.book = xlsxwriter.Workbook(buffer, {"in_memory": True, **never})
        # Without a date of its own the library takes the clock's.
        created = datetime.datetime.fromisoformat(package["created"])
        self.book.set_properties({"title": package["title"], "created": created})
        self.unfit: list[tuple[str, str]] = []  # the cell and what became of it

        def style(**properties: Any) -> Format:
            return self.book.add_format({"valign": "top", **properties})

        self.title = style(bold=True, font_size=16)
        self.head = style(bold=True, bg_color="#DDEBE0", text_wrap=True)
        self.names = style(italic=True, font_color="#555555", bg_color="#DDEBE0", bottom=1)
        self.link = style(font_color="#0563C1", underline=1)
        self.plain, self.wrapped = style(), style(text_wrap=True)
        self.date = style(num_format="yyyy-mm-dd")
        # Where text looks like a formula, Excel makes one of it once the cell is edited, unless it is quoted.
        self.quoted, self.quoted_wrapped = style(quote_prefix=True), style(quote_prefix=True, text_wrap=True)

    def table(self, name: str, schema: Schema, rows: Iterable[tuple[Cell, ...]]) -> None:
        """A sheet of its own for a table."""
        rows = list(rows)
        if len(rows) + HEADER > MOST_ROWS:
            raise ValueError(f"{name} has {len(rows)} rows, a sheet of Excel holds {MOST_ROWS - HEADER}")
        sheet = self.book.add_worksheet(name)
        fields = schema["fields"]
        columns = list(zip(*rows, strict=True)) or [()] * len(fields)
        wrapped = set()
        for place, (item, column) in enumerate(zip(fields, columns, strict=True)):
            texts = {value for value in column if isinstance(value, str)}
            width = _column_width([item["title_zh"], item["name"] + "  ", *texts])  # room for the filter's button
            if width == WIDEST or any("\n" in text for text in texts):
                wrapped.add(place)
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, item["title_zh"], self.head)
            sheet.write_string(1, place, item["name"], self.names)
        formats = [self.wrapped if place in wrapped else self.plain for place in range(len(fields))]
        for number, row in enumerate(rows, start=HEADER):
            lines = max((_lines(row[place], WIDEST) for place in wrapped), default=1)
            sheet.set_row(number, LINE * min(lines, TALLEST))
            for place, value in enumerate(row):
                if type(value) is str and len(value) < _SHORT and not value.startswith(_ODD):
                    sheet.write_string(number, place, value, formats[place])
                else:
                    self.cell(sheet, number, place, value, wrap=place in wrapped)
        sheet.autofilter(HEADER - 1, 0, HEADER - 1 + len(rows), len(fields) - 1)
        sheet.freeze_panes(HEADER, 1)

    def cell(self, sheet: Worksheet, row: int, place: int, value: Cell, *, wrap: bool) -> None:
        """Write one value in its own type, nothing for a null; text is never taken for a formula, a link or a number."""
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, place, value, self.plain)
        elif isinstance(value, datetime.date) and value >= FIRST_DAY:
            sheet.write_datetime(row, place, datetime.datetime.combine(value, datetime.time()), self.date)
        elif isinstance(value, float) or (isinstance(value, int) and int(float(value)) == value):
            sheet.write_number(row, place, _Exact(value), self.plain)
        else:
            self.text(sheet, row, place, str(value), wrap=wrap)
            if not isinstance(value, str):
                self._note(
                    sheet,
                    row,
                    place,
                    "以文本存放，Excel 的数值或日期容纳不下 · stands as text, Excel has no such number or date",
                )

    def text(self, sheet: Worksheet, row: int, place: int, text: str, *, wrap: bool = False) -> None:
        """Write text as text, cut with a mark where it is longer than a cell."""
        if _units(text) > LONGEST:
            self._note(
                sheet, row, place, f"原文 {len(text)} 字，全文见 data/ · {len(text)} characters, in full in data/"
            )
            text = _cut(text)
        formats = (self.quoted, self.quoted_wrapped) if text.startswith(FORMULA) else (self.plain, self.wrapped)
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library would take it for markup of its own. In pieces it writes it as it stands.
            sheet.write_rich_string(row, place, text[:1], text[1:2], text[2:], formats[wrap])
        else:
            sheet.write_string(row, place, text, formats[wrap])

    def _note(self, sheet: Worksheet, row: int, place: int, words: str) -> None:
        self.unfit.append((f"{sheet.get_name()}!{xl_rowcol_to_cell(row, place)}", words))

    def cover(self, sheet: Worksheet, package: Mapping[str, Any], listed: Sequence[codebook.Row]) -> None:
        """The first sheet: what this is, under which licence, which sheets there are."""
        sheet.hide_gridlines(2)
        for place, width in enumerate((22, 22, 28, 9, 60, 60)):
            sheet.set_column(place, place, width)
        sheet.write_string(0, 0, package["title_zh"], self.title)
        sheet.write_string(1, 0, package["title"], self.title)
        opens = next(item.opens for item in listing.of_packages() if item.name == "xlsx")
        licences = ", ".join(f"{item['title']} ({item['path']})" for item in package["licenses"])
        facts = [
            ("版本 Version", package["version"]),
            ("发布 Released", package["created"][:10]),
            ("说明 About", package["description_zh"]),
            (None, package["description"]),
            ("许可 Licence", licences),
            (None, package["license_note_zh"]),
            (None, package["license_note"]),
            ("读法 Reading", opens["zh"]),
            (None, opens["en"]),
        ]
        row = 3
        for label, words in facts:
            self.cell(sheet, row, 0, label, wrap=False)
            sheet.merge_range(row, 1, row, 5, "", self.wrapped)
            self.text(sheet, row, 1, words, wrap=True)
            sheet.set_row(row, LINE * _lines(words, 170))
            row += 1
        row += 1
        for place, words in enumerate(("工作表 Sheet", "名称", "Title", "行 Rows", "说明", "Description")):
            sheet.write_string(row, place, words, self.head)
        for name, _, count, title_zh, title_en, about_zh, about_en in listed:
            row += 1
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self.link, string=str(name))
            for place, value in enumerate((title_zh, title_en, count, about_zh, about_en), start=1):
                self.cell(sheet, row, place, value, wrap=True)
            sheet.set_row(row, LINE * max(_lines(about_zh, 60), _lines(about_en, 60)))
        if self.unfit:
            row += 2
            sheet.write_string(row, 0, "容纳不下的单元格 Cells that Excel could not hold", self.head)
            for where, words in self.unfit:
                row += 1
                sheet.write_string(row, 0, where, self.plain)
                sheet.write_string(row, 1, words, self.plain)


_WIDE = re.compile("[\u2e80-\U0010ffff]+")


class _Exact(float):
    """A number that is written with all its digits: the library writes sixteen, and a double may need seventeen."""

    def __format__(self, form: str) -> str:
        sixteen = super().__format__(form)
        return sixteen if float(sixteen) == self else float.__repr__(self)


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text) if len(text) > _SHORT else len(text)


def _cut(text: str) -> str:
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - len(MARK))].decode("utf-16-le", errors="ignore")
    return kept + MARK


def _width(text: str) -> int:
    """The columns that a line of text takes; a Chinese character takes two."""
    return len(text) if text.isascii() else 2 * len(text) - len(_WIDE.sub("", text))


def _lines(value: Cell, width: int) -> int:
    """The lines that a value takes in a column of this width."""
    if not isinstance(value, str):
        return 1
    return sum(max(1, math.ceil(_width(line) / width)) for line in value[: WIDEST * TALLEST * 4].split("\n"))


def _column_width(texts: Iterable[str]) -> int:
    """The width of a column in characters: as wide as its widest text, within bounds. Numbers fit into any."""
    widest = max(_width(line) for text in texts for line in text[:WIDEST].split("\n"))
    return min(max(widest + 2, NARROWEST), WIDEST)


def _packed(buffer: io.BytesIO) -> bytes:
    """The workbook without compression.

    Deflated bytes differ with the zlib of the machine. Stored, a workbook of the Shanghai plans has 2.3 MB and not 0.3; but
    what version control keeps of it is compressed anyway, and only where it differs from the version before.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as stored:
        for item in made.infolist():
            entry = zipfile.ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # elsewhere Python would write the system that it runs on
            stored.writestr(entry, made.read(item))
    return packed.getvalue()
