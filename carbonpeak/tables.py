"""Tables in a plain text: where they are, and their rows and cells.

Copies print a table with tabs, bars, runs of spaces, one cell a line, or with nothing between the cells. Only tabs and bars
are a table by themselves; the others are one where a header names known columns (`data/columns.csv`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from carbonpeak.datafiles import rows
from carbonpeak.fold import fold
from carbonpeak.patterns import lazy

_COLUMNS = [(row["kind"], lazy(row["words"])) for row in rows("columns")]
_YEAR = lazy(r"((?:19|20)\d\d)年?(?:[^\d]{0,8})$")
_ANY = "|".join(part.strip("^$") for row in rows("columns") for part in row["words"].split("|"))
_GLUED = lazy(rf"序号(?:{_ANY}|(?:19|20)\d\d年)+")
_INDICATORS = lazy(r"\n[ \u3000]*(?:主要)?指标(?:名称)?[ \u3000\n]")
_SPACES = lazy(r"[ \u3000]{2,}|\u3000")
_RULE = lazy(r"[\s|:+-]*")
_GLUED_ROW = lazy(r"(\d{1,3})[.、]?(.+?[。；;])(.+)")
_LONGEST_HEADING = 24
_SHORT = 6  # characters of a heading that is the only cell of its line
_new = tuple.__new__  # a third of what calling a record costs
_MARKS = ("\t", "|", "序号", "指标")
WHO = ("lead", "support", "listed")


class Cell(NamedTuple):
    """The words of a cell without white space, and the pieces of the original they stand in: a page break parts a cell."""

    text: str
    pieces: tuple[tuple[int, int], ...]

    def joined(self, other: Cell) -> Cell:
        """One cell of both, this one first."""
        return Cell(self.text + other.text, self.pieces + other.pieces)

    def places(self, raw: str) -> list[int]:
        """Where each character of the cell's words stands in the original."""
        return [at for piece in self.pieces for at in range(*piece) if not raw[at].isspace()]


Row = list[Cell]
_EMPTY = Cell("", ())


class Table(NamedTuple):
    """A run of the original and its rows, the header among them."""

    start: int
    end: int
    rows: list[Row]


@lru_cache(maxsize=4096)
def kind_of(heading: str) -> str:
    """What a column holds by its heading: a kind of `data/columns.csv`, a year as `2025`, or ''."""
    year = _YEAR.match(heading)
    if year:
        return year[1]
    return next((kind for kind, words in _COLUMNS if words.search(heading)), "")


@cache
def _words_of(kinds: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(row["words"] for row in rows("columns") if row["kind"] in kinds), re.MULTILINE)


def names_one_of(row: Row, kinds: tuple[str, ...]) -> bool:
    """Whether a cell of the row may be the heading of a column of one of these kinds; cheaper than `header`."""
    words = fold("\n".join([cell.text for cell in row if len(cell.text) <= _LONGEST_HEADING]))
    return _words_of(kinds).search(words) is not None


def header(row: Row) -> list[str]:
    """The kind of each column."""
    return [kind_of(fold(cell.text)) if 0 < len(cell.text) <= _LONGEST_HEADING else "" for cell in row]


def _is_header(kinds: list[str]) -> bool:
    named = {"year" if kind.isdigit() else kind for kind in kinds if kind}
    return len(named) >= 2 and bool(named & {"number", "indicator", "content", *WHO})


class _Line(NamedTuple):
    start: int
    end: int  # before the line feed
    text: str


class _Lines:
    """The lines of a text; one becomes a `_Line` when it is looked at, which most never are."""

    def __init__(self, raw: str) -> None:
        self.texts = raw.split("\n")
        self.starts = [*accumulate(map((1).__add__, map(len, self.texts)), initial=0)]

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, index: int) -> _Line:
        start, text = self.starts[index], self.texts[index]
        return _Line(start, start + len(text), text)


def find(raw: str) -> list[Table]:
    """The tables of a text, in order. Cheap where there is no sign of one."""
    if "\t" not in raw and "|" not in raw and "序号" not in raw and not ("指标" in raw and _INDICATORS.search(raw)):
        return []
    lines = _Lines(raw)
    tables: list[Table] = []
    done = 0
    for index in sorted({bisect_right(lines.starts, at) - 1 for mark in _MARKS for at in _places(raw, mark)}):
        text = lines.texts[index]
        if index < done:
            continue
        table: list[Row] = []
        taken = 0
        if "\t" in text or "|" in text:
            table, taken = _marked(lines, index, "|" if text.count("|") >= 2 else "\t")
        elif _may_head(text):
            table, taken = _unmarked(lines, index)
        if taken:
            tables.append(Table(lines.starts[index], lines[index + taken - 1].end, table))
            done = index + taken
    return tables


def _places(raw: str, mark: str) -> Iterator[int]:
    """Where a mark stands, once a line."""
    at = raw.find(mark)
    while at >= 0:
        yield at
        feed = raw.find("\n", at)
        at = raw.find(mark, feed) if feed >= 0 else -1


def _may_head(text: str) -> bool:
    """Whether a line without tabs and bars may begin a table: it is short, or spaces part it, or nothing parts its cells."""
    return "  " in text or "\u3000" in text or "序号" in text or len("".join(text.split())) <= _SHORT


def _cells(line: _Line, parts: list[str], widths: list[int]) -> Row:
    """Cells from the parts of a line and the widths of what parts them."""
    row = []
    at = line.start
    for part, width in zip(parts, widths, strict=True):
        size = len(part)
        words = part if part.isalnum() else "".join(part.split())
        row.append(_new(Cell, (words, ((at, at + size),))) if words else _EMPTY)
        at += size + width
    return row


def _split(line: _Line, mark: str) -> Row:
    parts = line.text.rstrip("\r").split(mark)
    row = _cells(line, parts, [1] * len(parts))
    if mark == "|":
        row = row[1 if not row[0].text else 0 : -1 if not row[-1].text else None]
    return row


def _marked(lines: _Lines, index: int, mark: str) -> tuple[list[Row], int]:
    """Rows parted by tabs or bars: two filled cells or more; a line with fewer goes on with the table it stands in."""
    table: list[Row] = []
    taken = 0
    for offset in range(len(lines) - index):
        line = lines[index + offset]
        if not line.text or line.text.isspace():
            continue
        if mark not in line.text or (mark == "|" and line.text.count("|") < 2):
            break
        row = _split(line, mark)
        filled = len(row) - row.count(_EMPTY)
        if mark == "|" and _RULE.fullmatch(line.text):
            taken = offset + 1
            continue
        if not table and filled < 2:
            break
        if filled:
            table.append(row)
            taken = offset + 1
    return table, taken


def _unmarked(lines: _Lines, index: int) -> tuple[list[Row], int]:
    line = lines[index]
    pieces = _spaced(line)
    if len(pieces) >= 3 and _is_header(header(pieces)):
        return _spaced_table(lines, index, len(pieces))
    words = "".join(line.text.split())
    if _GLUED.fullmatch(words) and words != "序号":
        return _glued_table(lines, index, words)
    if len(words) <= _SHORT:
        return _stacked_table(lines, index)
    return [], 0


def _spaced(line: _Line) -> Row:
    text = line.text.rstrip()
    parts, widths, at = [], [], 0
    for gap in _SPACES.finditer(text):
        parts.append(text[at : gap.start()])
        widths.append(gap.end() - gap.start())
        at = gap.end()
    return [cell for cell in _cells(line, [*parts, text[at:]], [*widths, 0]) if cell.text]


def _spaced_table(lines: _Lines, index: int, width: int) -> tuple[list[Row], int]:
    table, taken = [], 0
    for offset in range(len(lines) - index):
        line = lines[index + offset]
        if not line.text.strip():
            continue
        row = _spaced(line)
        if len(row) < min(3, width):
            break
        table.append(row)
        taken = offset + 1
    return table, taken


def _glued_table(lines: _Lines, index: int, words: str) -> tuple[list[Row], int]:
    """Nothing between the cells: a row is its number, a sentence with its stop, and names."""
    kinds = [found[0] for found in re.finditer(rf"序号|{_ANY}", words)]
    if len(kinds) < 2:
        return [], 0
    head = [Cell(kind, ()) for kind in kinds]
    table, taken = [head], 1
    for offset in range(1, len(lines) - index):
        line = lines[index + offset]
        if not line.text.strip():
            continue
        found = _GLUED_ROW.fullmatch(line.text.strip())
        if found is None:
            break
        base = line.start + line.text.index(found[0])
        table.append(
            [Cell("".join(found[i].split()), ((base + found.start(i), base + found.end(i)),)) for i in (1, 2, 3)]
        )
        taken = offset + 1
    return (table, taken) if len(table) > 1 else ([], 0)


def _filled(lines: _Lines, index: int) -> Iterator[tuple[int, Cell]]:
    """The lines from `index` on that are not empty, each as a cell with its place among the lines."""
    for place in range(index, len(lines)):
        words = "".join(lines[place].text.split())
        if words:
            yield place, Cell(words, ((lines[place].start, lines[place].end),))


def _stacked_table(lines: _Lines, index: int) -> tuple[list[Row], int]:
    """One cell a line: a run of column headings, then the cells of row after row."""
    kinds: list[str] = []
    for _, cell in _filled(lines, index):
        kind = kind_of(fold(cell.text)) if len(cell.text) <= 12 else ""
        if (not kind and kinds[:1] != ["number"]) or cell.text == "1" or len(cell.text) > 12:
            break
        kinds.append(kind)
    if len(kinds) < 3 or not _is_header(kinds) or "number" in kinds[1:]:
        return [], 0
    cells = list(_filled(lines, index))
    width = len(kinds)
    table: list[Row] = [[cell for _, cell in cells[:width]]]
    taken = cells[width - 1][0] + 1
    body = cells[width:]
    at = 0
    while at < len(body):
        if kinds[0] == "number":
            if body[at][1].text != str(len(table)):
                break
            following = next(
                (i for i in range(at + 2, min(at + width + 4, len(body))) if body[i][1].text == str(len(table) + 1)),
                None,
            )
            end = following if following is not None else min(at + width, len(body))
        else:
            end = at + width
            if end > len(body):
                break
        table.append(_fitted([cell for _, cell in body[at:end]], width))
        taken = body[end - 1][0] + 1
        at = end
    return (table, taken - index) if len(table) > 1 else ([], 0)


def _fitted(row: Row, width: int) -> Row:
    """A row with too many cells has its text broken over lines: the surplus belongs to the second cell."""
    while len(row) > width:
        row = [row[0], row[1].joined(row[2]), *row[3:]]
    return row
