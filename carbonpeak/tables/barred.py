"""Tables as converters of web pages print them: the first cell of a row on a line of its own, each further one on a line that begins
with a bar, and a bar alone at the end of the row.

A cell may go on over the lines below it, which have no bar; of an empty one only the bar is there.
"""

from __future__ import annotations

from carbonpeak.patterns import lazy
from carbonpeak.tables.cells import EMPTY, Cell, Line, Lines, Row, cell, header, is_header, is_place

_LONGEST_HEADING = 24
_FEWEST_IN_LINE = 3  # rows of a table in one line
_MOST_LINES = 12  # of a cell that is broken over lines
_FIRST_LINES = 3  # of the first cell of a row
_AFTER = lazy(r"附[件表录]|[注说备][明注]?[：:]|第[一二三四五六七八九十]+[章节]|[^\n]{4,}表$")  # what follows a table


def is_barred(text: str) -> bool:
    """Whether a line holds such a cell: a bar before everything else, and no other."""
    return text.lstrip().startswith("|") and text.count("|") == 1


def may_be_barred(lines: Lines, index: int) -> bool:
    """Whether a line may belong to the first row of such a table: it holds a cell, or the next one does."""
    text = lines.texts[index]
    if "|" in text:
        return is_barred(text)
    return is_barred(next((words for words in lines.texts[index + 1 : index + 3] if words.strip()), ""))


def barred(lines: Lines, index: int, floor: int) -> tuple[list[Row], int, int]:
    """The table whose first row a line belongs to, the line behind it, and where in the original it begins; no rows
    where there is none. Lines before `floor` are none of it."""
    index = next((at for at in range(index, len(lines)) if is_barred(lines.texts[at])), index)
    above = index - 1
    while above >= floor and not lines.texts[above].strip():
        above -= 1
    first = EMPTY if above < floor else cell(lines.texts[above], lines.starts[above])
    if len(first.text) > _LONGEST_HEADING:
        first = EMPTY
    table: list[Row] = []
    at = index
    widest = 0
    while True:
        row, taken = _row(lines, at, first, widest)
        if row is None and table and first.text and taken > at:
            row = [first]  # what groups the rows below it
        if row is None:
            break
        if any(one.text for one in row):
            table.append(row)
            widest = max(widest, len(row))
        first, at = _first(lines, taken)
        if at < 0:
            break
    heads = next((number for number, row in enumerate(table) if _heads(row)), None)
    if heads is None or len(table) < heads + 2:
        return [], taken, 0
    start = next((one.pieces[0][0] for one in table[0] if one.text), lines.starts[index])
    return table, taken, start


def _heads(row: Row) -> bool:
    return is_header(header(row)) or any(is_place(one.text) for one in row)


def _row(lines: Lines, at: int, first: Cell, widest: int) -> tuple[Row | None, int]:
    """The row whose second cell stands at a line, and the line behind it; none where it has no second cell or does not end."""
    row = [first]
    while at < len(lines) and is_barred(lines.texts[at]):
        line = lines[at]
        bar = line.start + line.text.index("|") + 1
        following = at + 1
        while following < len(lines) and not lines.texts[following].strip():
            following += 1
        if not line.text.strip(" \t\r\u3000|"):
            apart = following > at + 1 and len(row) >= widest > 0
            if following == len(lines) or apart or not is_barred(lines.texts[following]):
                return (row if len(row) > 1 else None), at + 1
            row.append(EMPTY)
            at = following
            continue
        end = at + 1
        while end < min(len(lines), at + _MOST_LINES) and "|" not in lines.texts[end]:
            end += 1
        if end == len(lines) or not is_barred(lines.texts[end]):  # the table ends without a bar
            row.append(cell(lines.text_of(at, at + 1)[line.text.index("|") + 1 :], bar))
            return row, at + 1
        row.append(cell(lines.text_of(at, end)[line.text.index("|") + 1 :], bar))
        at = end
    return (row if len(row) > 1 else None), at


def _first(lines: Lines, at: int) -> tuple[Cell, int]:
    """The first cell of the row that begins at a line, and the line of its second; -1 where the table has ended."""
    one, filled, heads = EMPTY, 0, False
    while at < len(lines) and filled <= _FIRST_LINES:
        text = lines.texts[at]
        if "|" in text:
            return (one, at) if is_barred(text) and not (heads and filled > 1) else (EMPTY, -1)
        more = cell(text, lines.starts[at])
        if more.text:
            if _AFTER.match(more.text):
                break
            heads = is_place(more.text) or more.text in ("序号", "指标")  # the head of another table
            one = one.joined(more)
            filled += 1
        at += 1
    return EMPTY, -1


def in_one_line(line: Line) -> list[Row]:
    """The rows of a table whose copy puts all of them into one line, parted by an empty cell: | 县 | 任务 |  | 甲县 | 3 |  | 乙县 | 4 |."""
    cells: Row = []
    at = line.start
    for part in line.text.split("|"):
        cells.append(cell(part, at))
        at += len(part) + 1
    begin = next((at for at, one in enumerate(cells) if one.text), len(cells))
    width = next((at for at, one in enumerate(cells[begin:]) if not one.text), 0)
    rows = [cells[at : at + width] for at in range(begin, len(cells) - width + 1, width + 1)]
    parting = cells[begin + width :: width + 1]
    if width < 2 or len(rows) < _FEWEST_IN_LINE or any(one.text for one in parting) or not _heads(rows[0]):
        return []
    return [row for row in rows if row[0].text]
