"""Text → annex rows: the task-division table, its merged cells, its page breaks and its labels printed in the wrong row.

A row is anchored by its running number, not by its column: copies lose columns behind a page break.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from carbonpeak.clean import Text, squeeze
from carbonpeak.datafiles import rows

_COLUMNS = [(row["kind"], re.compile(row["words"])) for row in rows("columns")]
WHO = ("lead", "support", "listed")


class Cell(NamedTuple):
    """The words of a cell without white space, and the pieces of the original they stand in: a page break parts a cell."""

    text: str
    pieces: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int, raw: str) -> tuple[int, int]:
        """The run of the original from the character at `start` of the cell's words to the one before `end`."""
        places = [at for piece in self.pieces for at in range(*piece) if not raw[at].isspace()]
        return places[start], places[end - 1] + 1

    def joined(self, other: Cell) -> Cell:
        return Cell(self.text + other.text, self.pieces + other.pieces)


class AnnexRow(NamedTuple):
    """One numbered row: what has to be done, the labels printed beside it, and a cell of names for each role."""

    number: int
    labels: tuple[str, ...]
    content: Cell
    who: dict[str, Cell]


Grid = list[list[Cell]]


def grids(clean: Text) -> list[Grid]:
    """The tables of a text, row by row; rows of a table that a page break parts stay one table."""
    return [_grid(clean.raw, start, end) for start, end in clean.tables]


def _grid(raw: str, start: int, end: int) -> Grid:
    grid = []
    position = start
    for line in raw[start:end].splitlines(keepends=True):
        if not line.isspace():
            row = []
            at = position
            for part in line.rstrip("\r\n").split("\t"):
                row.append(Cell(squeeze(part), ((at, at + len(part)),) if part else ()))
                at += len(part) + 1
            grid.append(row)
        position += len(line)
    return grid


def header(row: list[Cell]) -> list[str]:
    """The kind of each column, '' where a heading is empty or not understood."""
    return [next((kind for kind, words in _COLUMNS if cell.text and words.search(cell.text)), "") for cell in row]


def task_rows(grid: Grid) -> list[AnnexRow]:
    """The numbered rows of a task table; empty where the table is no task table (it says nowhere who is responsible)."""
    kinds: list[str] = []
    found: list[AnnexRow] = []
    for row in grid:
        named = header(row)
        if any(kind in WHO for kind in named) and ("number" in named or "content" in named):
            kinds = named
            continue
        if not kinds:
            continue
        read = _numbered(row, kinds, found[-1].number if found else 0)
        if read is not None:
            found.append(read)
        elif found:
            found[-1] = _continued(found[-1], row)
    return found


def _numbered(row: list[Cell], kinds: list[str], last: int) -> AnnexRow | None:
    """The row, if a cell holds the number that follows `last`."""
    anchor = next((i for i, cell in enumerate(row) if cell.text.isdigit() and int(cell.text) in (last + 1, last + 2)), None)
    if anchor is None:
        return None
    columns = [kind for kind in kinds[kinds.index("number") + 1 :] if kind] if "number" in kinds else ["content", "listed"]
    rest = row[anchor + 1 :]
    if len(rest) != len(columns):
        filled = [cell for cell in rest if cell.text]
        rest = filled if len(filled) <= len(columns) else filled[: len(columns)]
    content = Cell("", ())
    who = {}
    for kind, cell in zip(columns, rest, strict=False):
        if kind in WHO and cell.text:
            who[kind] = cell
        elif kind not in WHO and not content.text:
            content = cell
    return AnnexRow(int(row[anchor].text), tuple(cell.text for cell in row[:anchor] if cell.text), content, who)


def _continued(row: AnnexRow, more: list[Cell]) -> AnnexRow:
    """The row with what follows it behind a page break. The last cell holds names, the one before it text; the rest are labels."""
    who = dict(row.who)
    content = row.content
    if len(more) >= 2:
        names, words = more[-1], more[-2]
        if names.text:
            role = next(iter(who), "listed")
            who[role] = who[role].joined(names) if role in who else names
        if words.text:
            content = content.joined(words)
    elif more[0].text:
        content = content.joined(more[0])
    return row._replace(content=content, who=who)
