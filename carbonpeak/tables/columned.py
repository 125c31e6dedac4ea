"""Tables whose cells runs of spaces part, a row a line: a cell goes on below itself, or stands in two lines around the row's number."""

from __future__ import annotations

from itertools import islice

from carbonpeak.tables.cells import EMPTY, GROUP, PAGE, Line, Lines, Row, is_figure, kind_of
from carbonpeak.tables.pieces import NUMBERED, SPACES, Piece, pieces
from carbonpeak.text.fold import fold

_NEAR = 2  # lines from a heading inside a table to the next row
_FAR = 6  # lines in which such a row stands
_ASIDE = 2  # how far from the beginning of a cell its next line may begin


def columned(lines: Lines, index: int, width: int) -> tuple[list[Row], int]:
    """The table whose head of so many headings is a line, and how many lines it takes."""
    table: list[Row] = []
    places: list[int] = []  # where the cells of the row begin
    heads: list[int] = []  # and those of the head
    taken = offset = 0
    while index + offset < len(lines):
        line, ahead = lines[index + offset], offset + 1
        if not line.text.strip() or (table and (PAGE.fullmatch(line.text) or _is_head(line, table[0]))):
            offset = ahead
            continue
        numbered = bool(table) and kind_of(fold(table[0][0].text)) == "number"
        found = pieces(line, NUMBERED if numbered else None)
        around = _around(lines, index + offset, found[0]) if numbered and len(found) == 1 else None
        if around:
            found, ahead = around[0], around[1] - index
        elif table and len(found) == 1 and _is_heading_inside(lines, index + offset):
            table.append([found[0].cell])
            offset = ahead
            continue
        under = [_column(places, one.start) for one in found] if len(table) > 1 and len(table[-1]) > 1 else []
        offset = ahead
        if under and None not in under and not found[0].cell.text.isdecimal():
            above = [table[-1][column or 0] for column in under]
            if numbered and any(
                is_figure(one.cell) and is_figure(other) for one, other in zip(found, above, strict=True)
            ):
                cells = dict(zip(under, found, strict=True))  # 其中：废钢铁, with figures of its own
                table.append([cells[at].cell if at in cells else EMPTY for at in range(len(places))])
            else:
                for column, one in zip(under, found, strict=True):
                    table[-1][column or 0] = table[-1][column or 0].joined(one.cell)
            taken = offset
            continue
        if len(found) == 1 and len(table) > 1 and _is_last(found[0].start, heads, table):
            table[-1].append(found[0].cell)  # 2023年10月底前 of a row that a page break parts
            taken = offset
            continue
        if len(found) < min(3, width):
            break
        table.append([one.cell for one in found])
        places = [one.start for one in found]
        heads = heads or places
        taken = offset
    return table, taken


def _around(lines: Lines, index: int, first: Piece) -> tuple[list[Piece], int] | None:
    """A row whose number stands between the two lines of a cell, of which `first` is the upper one: its pieces, and the line behind them."""
    filled = [at for at in range(index + 1, min(index + _FAR, len(lines))) if lines.texts[at].strip()][:2]
    if len(filled) < 2:
        return None
    middle, below = pieces(lines[filled[0]], NUMBERED), pieces(lines[filled[1]])
    if (
        len(middle) < 3
        or not middle[0].cell.text.isdecimal()
        or len(below) != 1
        or abs(below[0].start - first.start) > _ASIDE
    ):
        return None
    whole = Piece(first.start, max(first.end, below[0].end), first.cell.joined(below[0].cell))
    if any(one.start < whole.end and whole.start < one.end for one in middle):
        return None
    return sorted([*middle, whole]), filled[1] + 1


def _is_head(line: Line, head: Row) -> bool:
    """Whether a line is the head once more, on the next page."""
    return "".join(line.text.split()) == "".join(one.text for one in head)


def _is_last(at: int, heads: list[int], table: list[Row]) -> bool:
    """Whether a piece stands below the last heading, of which the last row has no cell."""
    return len(table[-1]) == len(heads) - 1 and abs(at - heads[-1]) <= _ASIDE


def _is_heading_inside(lines: Lines, index: int) -> bool:
    """Whether a line is a heading between rows: 一、能源领域, and a row that begins with a number follows."""
    following = next((words for words in islice(lines.texts, index + 1, index + 1 + _NEAR) if words.strip()), "")
    return bool(
        GROUP.match(lines.texts[index].strip()) and NUMBERED.match(following) and SPACES.search(following.strip())
    )


def _column(places: list[int], at: int) -> int | None:
    """The cell of the row before under which a piece begins; none under the first, which is the number, and none where it stands apart."""
    found = [column for column, place in enumerate(places) if column and abs(place - at) <= _ASIDE]
    return found[0] if len(found) == 1 else None
