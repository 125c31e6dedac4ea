"""Tables by place that are printed without marks between the cells: one cell a line, or with blanks.

They are told by the heading of the column of places (县(市), 县市区: `data/columns.csv`) and by the names of places below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from carbonpeak.bodies.districts import is_forename
from carbonpeak.patterns import lazy
from carbonpeak.tables.cells import (
    BY_PLACE,
    EMPTY,
    PAGE,
    Cell,
    Line,
    Lines,
    Row,
    below,
    cell,
    filled,
    is_figure,
    is_place,
    kind_of,
    narrow,
)
from carbonpeak.tables.pieces import Piece, pieces

_NUMBERS = ("序号", "编号")
_REMARKS = ("备注", "说明")
_WORD = lazy(r"\S+")
# Words that single blanks part; or a name of two letters that is set wide: 勉  县.
_WIDE = lazy(r"[一-鿿][ \u3000]{1,6}[一-鿿](?!\S)|\S(?:\S| (?! ))*")
_UNIT = lazy(r"[(\[][^()\[\]]{1,12}[)\]]$")
_ONLY_UNIT = lazy(r"\([^()]{1,12}\)$")
_NAME = lazy(r"[一-鿿·、]{2,16}(?:\([一-鿿、()]{1,20}\))?$")
_OF_PLACE = lazy(r"[一-鿿·、]{1,14}(?:[省市县区旗州盟镇乡场]|街道|新城)(?:\([一-鿿、]{1,12}\))?$")
_TOTAL = lazy(r"(?:合计|总计|小计|汇总|全[省市州县区旗盟镇域])$")
_ZONE = lazy("(?:示范|开发|高新|经开|风景|管理|保税|合作|新)区|园区?|基地|管委会")
PLACES = (
    "|".join(BY_PLACE[kind].pattern for kind in ("place", "sector"))
    .replace("^", "")
    .replace("$", "")
    .replace("()", "()（）")
)
_OPENS = lazy(rf"\n[ \t\u3000]*(?:[序编] ?号[ \u3000]+)?(?:{PLACES})[ \u3000\r]*(?=\n|(?<=[ \u3000])\S)")
_SHARED = lazy("(?:减排|削减|减少|下降|降低|节约|新增)(?:量|率|比例|幅度)$")
_GROUP = lazy("^主要|(?:量|率|指标|目标|污染物)$")  # a heading above others, or one that is whole
_MOST_WRAPS = 5  # lines of a head
_MOST_HEADS = 12
_LONGEST_HEAD = 40
_LONGEST_VALUE = 40  # characters of a cell of the last row, behind which other text may follow
_AHEAD = 1200  # cells that are looked at
_ASIDE = 6  # how far from a heading the cells below it may begin
_FEWEST = 2  # rows


def is_name(words: str) -> bool:
    """Whether a cell may be the name of a place, or says that its row is of all of them."""
    return _NAME.match(narrow(words)) is not None


def places(raw: str) -> Iterator[int]:
    """Where a line begins whose first cell says that places stand below it."""
    for found in _OPENS.finditer(raw):
        yield found.start() + 1


def is_place_name(words: str) -> bool:
    """Whether a cell is the name of a place by how it ends, or because places are called so."""
    name = narrow(words)
    return bool(_OF_PLACE.match(name) or _TOTAL.match(name) or _ZONE.search(name)) or is_forename(name)


def head_line(lines: Lines, index: int) -> int:
    """The line where the head begins that names places in a line: the one above, where that says 序号."""
    above = index - 1
    while above > 0 and not lines.texts[above].strip():
        above -= 1
    return above if above >= 0 and "".join(lines.texts[above].split()) in _NUMBERS else index


def placed(lines: Lines, index: int, place: int) -> tuple[list[Row], int]:
    """The table by place whose head begins at a line and names the places in the line `place`, and how many lines it takes; nothing
    where there is none."""
    row = _parted(lines[place], None)
    if len(row) > 1:
        row, last = _heads(lines, place, row)
        table, end = _spaced(lines, place, last, row)
        table = _grouped(lines, place, table) if table else table
    else:
        table, end = _stacked(lines, index)
    return (table, end - index) if table else ([], 0)


def _promising(heads: Row) -> bool:
    """Whether a heading besides that of the places may be of something that is counted."""
    bare = [narrow(one.text) for one in heads if not is_place(one.text)]
    return any(
        _UNIT.search(one)
        or BY_PLACE["goal"].search(one)
        or BY_PLACE["quantity"].search(one)
        or kind_of(one).isdecimal()
        for one in bare
    )


def _parted(line: Line, width: int | None, only: re.Pattern[str] | None = None) -> Row:
    """The cells that runs of blanks part, or single blanks, where these make a row of so many cells or a head."""
    for pattern in (only,) if only else (_WIDE, _WORD):
        row = [cell(one[0], line.start + one.start()) for one in pattern.finditer(line.text)]
        if only or len(row) == width or (width is None and len(row) > 1 and any(is_place(one.text) for one in row)):
            return row
    return []


def _heads(lines: Lines, place: int, row: Row) -> tuple[Row, int]:
    """The headings of a head that is wrapped over lines, each line inside a heading, up to the first row; and its last line."""
    heads = row
    for at in range(place + 1, min(place + _MOST_WRAPS, len(lines))):
        words = _parted(lines[at], None, _WORD)
        if not words or is_place_name(words[0].text) or any(map(is_figure, words)):
            if at > place + 1 and not all(map(_is_heading, heads)):
                return _below(lines, place, at) or (row, place)
            return (heads, at - 1) if _is_head(heads) else (row, place)
        heads = [*heads[:-1], heads[-1].joined(words[0]), *words[1:]]
    return row, place


def _below(lines: Lines, first: int, end: int) -> tuple[Row, int] | None:
    """The headings of a head of several lines, those that stand below each other as one each; None where one stands below none or two."""
    columns = pieces(lines[first])
    for at in range(first + 1, end):
        for one in pieces(lines[at]):
            over = [number for number, head in enumerate(columns) if one.start < head.end and head.start < one.end]
            if len(over) != 1:
                return None
            head = columns[over[0]]
            columns[over[0]] = Piece(min(head.start, one.start), max(head.end, one.end), head.cell.joined(one.cell))
    heads = [one.cell for one in columns]
    return (heads, end - 1) if _is_head(heads) else None


def _is_head(heads: Row) -> bool:
    """Whether every cell can be a heading and one still names the places."""
    return all(map(_is_heading, heads)) and any(is_place(one.text) for one in heads)


def _is_heading(one: Cell) -> bool:
    """Whether a cell can be a heading of a table by place: the places, something that columns hold, or a unit at its end."""
    words = narrow(one.text)
    return is_place(one.text) or kind_of(words) != "" or _UNIT.search(words) is not None


def _spaced(lines: Lines, index: int, last: int, heads: Row) -> tuple[list[Row], int]:
    at = next(number for number, one in enumerate(heads) if is_place(one.text))
    if not _promising(heads):
        return [], 0
    table, end = [heads], index
    repeated = {"".join(lines.texts[number].split()) for number in range(index, last + 1)}
    for number in range(last + 1, len(lines)):
        words = "".join(lines.texts[number].split())
        if not words or words in repeated or PAGE.fullmatch(lines.texts[number]):
            continue
        row = _parted(lines[number], len(heads))
        if not row and _TOTAL.match(lines.texts[number].split()[0]):
            row = _parted(lines[number], len(heads) - at)
            row = [EMPTY] * at + row if row else row  # 合计 has no number
        if not row and heads[-1].text in _REMARKS:
            row = _parted(lines[number], len(heads) - 1)
        row = row or _aligned(lines[number], lines[index], heads)
        if not row or not is_name(row[at].text):
            break
        table.append(row)
        end = number + 1
    return (table, end) if len(table) > _FEWEST else ([], 0)


def _aligned(line: Line, head: Line, heads: Row) -> Row:
    """The cells of a line of which some are empty, each below the heading that it stands next to; none where that is not clear."""
    columns, found = pieces(head), pieces(line)
    if len(columns) != len(heads) or not 1 < len(found) < len(heads):
        return []
    row = [EMPTY] * len(heads)
    last = -1
    for one in found:
        near = min(range(len(columns)), key=lambda at: abs(columns[at].start - one.start))
        if near <= last or abs(columns[near].start - one.start) > _ASIDE:
            return []
        row[near], last = one.cell, near
    return row


def _grouped(lines: Lines, index: int, table: list[Row]) -> list[Row]:
    """A table with the line above its head, where that has names of groups, each over the columns that stand next to it: 煤改电 over 2024年
    and 2025年."""
    above = index - 1
    while above > 0 and not lines.texts[above].strip():
        above -= 1
    groups, columns = pieces(lines[above]) if above >= 0 else [], pieces(lines[index])
    heads = table[0]
    if not 1 < len(groups) < len(columns) == len(heads) or any(
        is_figure(one.cell) or is_place(one.cell.text) for one in groups
    ):
        return table
    if len({narrow(one.text) for one in heads}) == len(heads):
        return table  # its headings say it all
    first, second, last = [heads[0]], [EMPTY], -1
    for column, head in zip(columns[1:], heads[1:], strict=True):
        middle = column.start + column.end
        near = min(range(len(groups)), key=lambda at: abs(groups[at].start + groups[at].end - middle))
        first.append(groups[near].cell if near != last else EMPTY)
        second.append(head)
        last = near
    return [first, second, *table[1:]]


def _stacked(lines: Lines, index: int) -> tuple[list[Row], int]:
    cells = [*islice(filled(lines, index), _MOST_HEADS + 2)]
    numbered = cells[0][1].text in _NUMBERS
    heads: Row = []
    for _, one in cells:
        begins = one.text == "1" if numbered else _OF_PLACE.match(narrow(one.text)) and not is_place(one.text)
        if (begins and len(heads) > numbered) or _TOTAL.match(one.text):
            break
        if len(one.text) > _LONGEST_HEAD or "。" in one.text:
            return [], 0
        heads.append(one)
    if not 2 + numbered <= len(heads) <= _MOST_HEADS or not _promising(heads):
        return [], 0
    start = cells[len(heads)][0] if len(heads) < len(cells) else len(lines)
    body = [*islice(below(lines, start, heads), _AHEAD)]
    starts = _starts([one.text for _, one in body], numbered, len(heads))
    if len(starts) < _FEWEST:
        return [], 0
    sizes = [b - a for a, b in pairwise(starts)]
    if len(set(sizes)) == 1 or any(_ONLY_UNIT.match(narrow(one.text)) for one in heads[numbered:]):
        heads = _joined(heads, max(sizes))
    table, width, last = [heads], len(heads), 0
    longest = width - (numbered and not body[starts[-1]][1].text.isdecimal())
    for start, size in zip(starts, [*sizes, min(longest, len(body) - starts[-1])], strict=True):
        row = [one for _, one in body[start : start + size]]
        if start == starts[-1]:
            row = row[: next((at for at, one in enumerate(row) if len(one.text) > _LONGEST_VALUE), len(row))]
        lead = [EMPTY] if numbered and not row[0].text.isdecimal() else []
        last = body[start + len(row) - 1][0]
        if len(lead + row) == width or (len(lead + row) == width - 1 and heads[-1].text in _REMARKS):
            table.append(lead + row)
        else:  # some cell is empty, and nothing tells which
            whole = row[0]
            for one in row[1:]:
                whole = whole.joined(one)
            table.append([whole])
    if sum(len(row) > 1 for row in table) <= _FEWEST:
        return [], 0
    return table, last + 1


def _starts(words: list[str], numbered: bool, width: int) -> list[int]:
    """Where rows begin: at the next number, behind which a place is named, or at a place; and at 合计."""
    starts: list[int] = []
    count = 0
    for at, one in enumerate(words):
        if starts and at - starts[-1] > width:
            break
        if _TOTAL.match(one):
            begins = not (starts and numbered and starts[-1] == at - 1)
        elif numbered:
            begins = one == str(count + 1) and at + 1 < len(words) and is_name(words[at + 1])
            if begins and starts and _TOTAL.match(words[at + 1]):
                begins = at - starts[-1] == width  # else a value, and the row of all places has no number
            count += begins
        else:
            begins = _OF_PLACE.match(narrow(one)) is not None
        if begins:
            starts.append(at)
        elif not starts:
            break
    return starts


def _joined(heads: Row, width: int) -> Row:
    """The headings as so many as a row has cells: one that is broken over lines ends with its unit."""
    joined = list(heads)
    at = 1
    while len(joined) > width and at < len(joined) - 1:
        one, two = narrow(joined[at].text), narrow(joined[at + 1].text)
        whole = _GROUP.search(one) and not BY_PLACE["goal"].match(two) and not _ONLY_UNIT.match(two)
        broken = not _UNIT.search(one) and _UNIT.search(two) and not whole
        if broken and not is_place(one):
            joined[at : at + 2] = [joined[at].joined(joined[at + 1])]
        else:
            at += 1
    if len(joined) > width and not any(_SHARED.search(narrow(one.text)) for one in joined):
        # a heading above others, which have units; one that says more of them stands above nobody knows how many
        joined = [one for one in joined if one.text in _NUMBERS or is_place(one.text) or _UNIT.search(narrow(one.text))]
    return joined if len(joined) == width else heads
