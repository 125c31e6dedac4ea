"""Tables whose columns are told by where they stand on the page, with empty lines between the rows: a cell of several lines stands below
itself, and what groups rows or counts them stands in the middle of its row.

Where no line has ink, two columns part. A copy that has lost the places of its columns is for `unmarked`.
"""

from __future__ import annotations

from carbonpeak.patterns import lazy
from carbonpeak.shape import NamedTuple
from carbonpeak.tables.cells import EMPTY, PAGE, Cell, Line, Lines, Row, cell, header, is_header, kind_of
from carbonpeak.tables.glued import GROUP, GROUP_WORDS
from carbonpeak.text.fold import fold

AFTER = lazy(rf"{GROUP_WORDS}|第[一二三四五六七八九十]+[章节]|附[件表]|[注说备][明注]?[：:]")  # what follows a table
SPACES = lazy(r"[ \u3000]{2,}|\u3000")
NUMBERED = lazy(r"[ \u3000]*[（(]?\d{1,3}[)）).．、]?([ \u3000]+)(?![\d.])")  # a row's number and the blank behind it
_FEWEST = 3  # columns
_MOST_LINES = 400
_WIDEST_SPREAD = 6  # blanks between two letters of a heading that are spread over its column
_LONGEST_SPREAD = 8  # of these letters


class Piece(NamedTuple):
    """A cell, or a line of one, and where on the page it begins and ends: a Chinese character is two wide."""

    start: int
    end: int
    cell: Cell


def pieces(line: Line, numbered: bool = False) -> list[Piece]:
    """The cells that runs of spaces part. Where the rows are `numbered`, a single blank parts the number from what follows."""
    text = line.text.rstrip()
    found, at = [], 0
    number = NUMBERED.match(text) if numbered else None
    gaps = [gap.span() for gap in SPACES.finditer(text, number.end() if number else 0)]
    for start, end in [*([number.span(1)] if number else []), *gaps, (len(text), len(text))]:
        one = cell(text[at:start], line.start + at)
        if one.text:
            place = _width(text[:at])
            found.append(Piece(place, place + _width(text[at:start]), one))
        at = end
    return found


def _width(words: str) -> int:
    return len(words) + sum(mark > "\u2e7f" for mark in words)


def laid(lines: Lines, index: int) -> tuple[list[Row], int]:
    """The table whose header is a line, and how many lines it takes; nothing where its columns do not stand apart."""
    head = _headings(pieces(lines[index]))
    if len(head) < _FEWEST or not is_header(header([one.cell for one in head])):
        return [], 0
    body, taken = _body(lines, index, head)
    columns = _columns([head, *body])
    if len(columns) != len(head) or len(body) < _FEWEST:
        return [], 0
    kinds = header([one.cell for one in head])
    worded = [at for at, kind in enumerate(kinds) if kind in ("content", "indicator")]
    table = _rows(body, columns, kinds[0] == "number", worded[-1] if worded else 0)
    return ([[one.cell for one in head], *table], taken) if len(table) >= _FEWEST else ([], 0)


def _rows(body: list[list[Piece] | None], columns: list[tuple[int, int]], numbered: bool, worded: int) -> list[Row]:
    """The rows of a table, none where several stand between two empty lines. What has to be done stands in the column `worded`; the words
    in a column before it group the rows, and may stand where an empty line would part two of them."""
    table: list[Row] = []
    broken: Row | None = None  # a row that a page break parts from its number
    for block in _blocks(body, [columns[at] for at in range(numbered, worded)]):
        if len(block.lines) == 1 == len(block.lines[0]) and GROUP.match(block.lines[0][0].cell.text):
            table.append([block.lines[0][0].cell])
            continue
        row = [EMPTY] * len(columns)
        for one in (one for line in block.lines for one in line):
            at = next((at for at, (start, end) in enumerate(columns) if start <= one.start < end), -1)
            if at < 0 or (numbered and at == 0 and row[0].text):
                return []
            row[at] = row[at].joined(one.cell)
        if row[0].text.isdecimal() if numbered else sum(1 for one in row if one.text) > 1:
            table.append(_both(broken, row) if broken else row)
            broken = None
        elif numbered and block.before_break and not block.behind_break:
            broken = row
        elif table and len(table[-1]) == len(row):
            table[-1] = _both(table[-1], row)
        else:
            return []
    return table


def _both(one: Row, more: Row) -> Row:
    return [first.joined(second) for first, second in zip(one, more, strict=True)]


def _headings(found: list[Piece]) -> list[Piece]:
    """The headings of a line, those whose letters are spread over their columns (指  标  名  称) as one each."""
    heads: list[Piece] = []
    at = 0
    while at < len(found):
        stop = at + 1
        whole = found[at].cell
        for end in range(at + 1, min(len(found), at + _LONGEST_SPREAD)):
            apart = found[end].start - found[end - 1].end > _WIDEST_SPREAD
            if apart or any(len(one.cell.text) > 1 for one in found[at : end + 1]):
                break
            whole = whole.joined(found[end].cell)
            if kind_of(fold(whole.text)):
                stop = end + 1
        one = found[at].cell
        for more in found[at + 1 : stop]:
            one = one.joined(more.cell)
        heads.append(Piece(found[at].start, found[stop - 1].end, one))
        at = stop
    return heads


def _body(lines: Lines, index: int, head: list[Piece]) -> tuple[list[list[Piece] | None], int]:
    """The lines below a head, as pieces: an empty line has none, and the end of a page is None. And how many lines the table takes."""
    whole = "".join(one.cell.text for one in head)
    body: list[list[Piece] | None] = []
    taken = 1
    for at in range(index + 1, min(len(lines), index + _MOST_LINES)):
        line = lines[at]
        if not line.text.strip():
            body.append([])
            continue
        if PAGE.fullmatch(line.text) or "".join(line.text.split()) == whole:
            body.append(None)
            continue
        found = pieces(line)
        if len(found) == 1 and _ends(found[0], head, lines, at):
            break
        body.append(found)
        taken = at + 1 - index
    while body and not body[-1]:
        body.pop()
    return body, taken


def _ends(one: Piece, head: list[Piece], lines: Lines, at: int) -> bool:
    """Whether a line with a single piece stands behind the table: its words run over two columns, or open what follows."""
    if sum(one.start <= heading.start and heading.end <= one.end for heading in head) > 1:
        return True
    if not AFTER.match(one.cell.text):
        return False
    following = next((place for place in range(at + 1, len(lines)) if lines.texts[place].strip()), at)
    return GROUP.match(one.cell.text) is None or len(pieces(lines[following])) < _FEWEST


def _columns(found: list[list[Piece] | None]) -> list[tuple[int, int]]:
    """The runs of places on the page at which some line has ink."""
    columns: list[tuple[int, int]] = []
    for start, end in sorted((one.start, one.end) for line in found if line and len(line) > 1 for one in line):
        if columns and start < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], end)
        else:
            columns.append((start, end))
    return columns


class _Block(NamedTuple):
    """Lines that no empty one parts, and whether a page ends behind them or before them."""

    lines: list[list[Piece]]
    before_break: bool
    behind_break: bool


def _blocks(body: list[list[Piece] | None], groups: list[tuple[int, int]]) -> list[_Block]:
    """The blocks of a table. A line with nothing but words in one of the columns `groups` counts as an empty one."""
    blocks: list[_Block] = []
    lines: list[list[Piece]] = []
    behind = False
    for line in [*body, None]:
        grouping = line and all(any(a <= one.start < b for a, b in groups) for one in line)
        if line and not grouping:
            lines.append(line)
            continue
        if lines:
            blocks.append(_Block(lines, line is None, behind))
            lines, behind = [], False
        elif line is None and blocks:
            blocks[-1] = blocks[-1]._replace(before_break=True)
        behind = behind or line is None
    return blocks
