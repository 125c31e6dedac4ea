"""Tables that are printed without marks between the cells: with runs of spaces or one cell a line; `glued` has those with less.

They are told by a header that names known columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, pairwise

from carbonpeak.patterns import lazy
from carbonpeak.tables.cells import (
    EMPTY,
    GROUP,
    WHO,
    Cell,
    Lines,
    Row,
    below,
    filled,
    header,
    is_header,
    kind_of,
)
from carbonpeak.tables.columned import columned
from carbonpeak.tables.fitting import aligned, figures_fit, fits, fitted, last_end, regrouped, unmerged
from carbonpeak.tables.glued import glued
from carbonpeak.tables.laid import AFTER, laid
from carbonpeak.tables.pieces import pieces
from carbonpeak.tables.stacked import SPREAD, stacked
from carbonpeak.tables.wrapped import spaced
from carbonpeak.text.fold import fold

NUMBERS = ("序号", "编号")
HEADS = (
    *NUMBERS,
    "指标",
    "任务",
    "责任单位",
    "责任部门",
    "牵头单位",
    "牵头部门",
)  # what the first line of a header holds, one of these
_ENDS_CELL = r"[ \u3000]*(?:\n|[ \u3000]{2})"
_OPENS = lazy(
    r"[ \u3000]*(?:(?:主要|具体|核心|发展|控制)?指标(?:名称|内容)?(?:[（(]单位[）)])?|(?:重点|工作|具体|主要)?任务|[^\n]{0,20}(?:责任|牵头)(?:单位|部门))"
    + _ENDS_CELL
)
# What such a heading ends with: looked for first, because it begins with letters that the engine skips to.
_MAY_OPEN = lazy(
    "|".join(
        word + _ENDS_CELL
        for word in ("指标(?:名称|内容)?(?:[（(]单位[）)])?", "任务", "责任(?:单位|部门)", "牵头(?:单位|部门)")
    )
)
_HEAD_ENDS = [
    word + blank
    for word in ("指标", "名称", "内容", "任务", "单位", "单位）", "单位)", "部门")
    for blank in "\n \u3000"
]
_LONGEST_ROW = 18  # lines of a row whose cells are broken
_FIRST = ("指标", "名称", *NUMBERS)  # what the first heading of a table of indicators ends with
_NAMED = lazy(r"(?:主要|具体|核心|发展|控制)?指标(?:名称|内容)?[（(]单位[）)]$")
_SHORT = 8  # characters of a heading that is the only cell of its line
_HEADING = 12  # and of those that follow it
_HALF = 2  # characters of each half of a heading in two lines
_WIDEST = 20  # columns
_GROUPS = 4  # cells at most that group the first rows of a table
_MOST_CELLS = 1200  # of a table whose rows are told by what the cells hold
_AHEAD = 400  # cells that are looked at for running numbers


def opens(raw: str) -> bool:
    """Whether a text may hold such a table; cheap."""
    if any(number in raw for number in NUMBERS) or ("指" in raw and SPREAD.search(raw)):
        return True
    return any(end in raw for end in _HEAD_ENDS) and any(
        _OPENS.match(raw, raw.rfind("\n", 0, found.start()) + 1) for found in _MAY_OPEN.finditer(raw)
    )


def may_head(text: str) -> bool:
    """Whether a line without tabs and bars may begin a table: it is short, or spaces part it, or nothing parts its cells."""
    return (
        "  " in text
        or "\u3000" in text
        or any(number in text for number in NUMBERS)
        or len("".join(text.split())) <= _SHORT
    )


def unmarked(lines: Lines, index: int) -> tuple[list[Row], int]:
    """The table whose header begins at a line, and how many lines it takes; nothing where there is none."""
    line = lines[index]
    heads = [one.cell for one in pieces(line)]
    if len(heads) >= 3:
        laid_out, lines_taken = laid(lines, index)
        table, taken = columned(lines, index, len(heads)) if is_header(header(heads)) else ([], 0)
        uneven = any(len(row) not in (1, len(heads)) for row in table)  # a cell that a single blank parts from the next
        if lines_taken > taken or (lines_taken == taken and uneven):
            return laid_out, lines_taken
        if len(table) > 1:
            return table, taken
    words = "".join(line.text.split()).rstrip("|")
    if words.startswith(NUMBERS) and words not in NUMBERS:
        table, taken = glued(lines, index, words)
        return max((table, taken), spaced(lines, index), key=lambda found: found[1])
    if len(words) <= _SHORT:
        table, taken = stacked(lines, index) if words.endswith(_FIRST) or _NAMED.match(words) else ([], 0)
        return (table, taken) if taken else _stacked_table(lines, index)
    return [], 0


def _stacked_table(lines: Lines, index: int) -> tuple[list[Row], int]:
    """One cell a line: a run of column headings, then the cells of row after row."""
    cells: list[tuple[int, Cell]] = []
    kinds: list[str] = []
    for place, one in filled(lines, index):
        if one.text[0] == "|":
            return [], 0  # the cells of a table with bars
        kind = kind_of(fold(one.text)) if len(one.text) <= _HEADING else ""
        if (not kind and "number" not in kinds) or one.text == "1" or len(one.text) > _HEADING or GROUP.match(one.text):
            break
        if kinds and not kinds[-1] and len(cells[-1][1].text) <= _HALF >= len(one.text):
            whole = cells[-1][1].joined(one)  # 完成 and 时限 in two lines
            if kind_of(fold(whole.text)):
                kinds.pop(), cells.pop()
                kind, one = kind_of(fold(whole.text)), whole
        kinds.append(kind)
        cells.append((place, one))
        if len(kinds) > _WIDEST:
            return [], 0
    if kinds and not kinds[-1] and kinds[0] != "number":
        del kinds[-1], cells[-1]  # what groups the first rows
    if kinds[:1] == ["indicator"] and "indicator" in kinds[1:]:
        del kinds[0], cells[0]  # 表1 主要指标 above the heading 指标
    if len(kinds) < 3 or not is_header(kinds):
        return [], 0
    start = cells[-1][0] + 1
    printed = [one for _, one in cells]
    heads, kinds = _two_rows(printed, kinds)
    if kinds[0] != "number":
        heads, kinds = _from_number(heads, kinds, [one for _, one in islice(below(lines, start, printed), _AHEAD)])
    if kinds[0] == "number":
        table, last = _numbered(heads, kinds, below(lines, start, printed))
    else:
        table, last = _counted(heads, kinds, list(below(lines, start, printed)))
    if len(table) == 1:
        return [], 0
    while last + 1 < len(lines) and lines.texts[last + 1].strip() == "|":
        last += 1
    return table, last + 1 - index


def _two_rows(heads: Row, kinds: list[str]) -> tuple[Row, list[str]]:
    """A head of two rows as one: 责任单位, above 牵头部门 and 配合部门 that follow behind all columns, gives way to them."""
    if kinds[-2:] != ["lead", "support"] or "listed" not in kinds[:-2]:
        return heads, kinds
    at = kinds.index("listed")
    return (
        [*heads[:at], *heads[-2:], *heads[at + 1 : -2]],
        [*kinds[:at], *kinds[-2:], *kinds[at + 1 : -2]],
    )


def _from_number(heads: Row, kinds: list[str], body: Row) -> tuple[Row, list[str]]:
    """The columns from that of the running numbers on, before which one groups the rows; it may have no heading of its own."""
    if "number" in kinds:
        at = kinds.index("number")
        return heads[at:], kinds[at:]
    places: list[int] = []
    for place, one in enumerate(body):
        if one.text == str(len(places) + 1):
            places.append(place)
    behind = min((b - a - 1 for a, b in pairwise(places)), default=0)
    if behind not in (len(kinds), len(kinds) - 1):
        return heads, kinds
    return [Cell("序号", ()), *heads[-behind:]], ["number", *kinds[-behind:]]


def _counted(heads: Row, kinds: list[str], body: list[tuple[int, Cell]]) -> tuple[list[Row], int]:
    """The rows of as many cells each as there are columns, below their head; where these do not fit, for cells are empty, rows of
    fewer. And the place of the line that ends the last."""
    width = len(kinds)
    full = range(width, len(body) + 1, width)
    rows = [[one for _, one in body[end - width : end]] for end in full]
    if "unit" in kinds and any(not figures_fit(row, kinds) for row in rows[:-1]):
        by_unit, size = unmerged([one for _, one in body], kinds)
        if len(by_unit) >= len(rows):
            return [heads, *by_unit], body[size - 1][0]
    if all(kind not in WHO for kind in kinds) or all(fits(row, kinds) for row in rows):
        return [heads, *rows], body[full[-1] - 1][0] if full else 0
    end = next((at for at, (_, one) in enumerate(body[:_MOST_CELLS]) if AFTER.match(one.text)), _MOST_CELLS)
    table, at = [heads], 0
    for row, size in regrouped([one for _, one in body[:end]], kinds):
        table.append(row)
        at += size
    return table, body[at - 1][0] if at else 0


def _numbered(heads: Row, kinds: list[str], cells: Iterator[tuple[int, Cell]]) -> tuple[list[Row], int]:
    """The rows that begin with the next running number each, below their head, and the place of the line that ends the last."""
    table: list[Row] = [heads]
    width = len(kinds)
    reach = max(2 * width + 4, _LONGEST_ROW)  # how far away the next number may stand
    body = (one for one, after in pairwise(chain(cells, [(0, EMPTY)])) if not _is_group(one[1], after[1], kinds))
    row = list(islice(body, reach + _GROUPS))
    first = next((at for at, (_, one) in enumerate(row[: _GROUPS + 1]) if one.text == "1"), 0)
    del row[:first]  # a cell that is merged over several rows stands before the first of them
    last = longest = 0
    while row and row[0][1].text == str(len(table)):
        row += islice(body, max(0, reach - len(row)))
        following = next((i for i in range(2, min(reach, len(row))) if row[i][1].text == str(len(table) + 1)), None)
        longest = max(longest, following or 0)
        end = following if following is not None else _last_end(row, 0, min(width, longest or width))
        if following is None:
            row = row[: next((i for i, (_, one) in enumerate(row) if i > 1 and AFTER.match(one.text)), len(row))]
            end = min(end, len(row)) if first else last_end([one for _, one in row], kinds, min(end, len(row)))
        filled = [one for _, one in row[:end]]
        table.append(filled[:width] if first else aligned(fitted(filled, kinds), kinds))
        last = row[end - 1][0]
        del row[:end]
    return table, last


def _is_group(one: Cell, following: Cell, kinds: list[str]) -> bool:
    """Whether a line is a heading inside a table whose rows are numbered: 一、能源领域, before the next number."""
    return kinds[0] == "number" and following.text.isdecimal() and GROUP.match(one.text) is not None


def _last_end(body: list[tuple[int, Cell]], at: int, width: int) -> int:
    """Where the last row ends: a cell that breaks off at a mark goes on in the next line."""
    end = at
    while width and end < len(body):
        width -= not body[end][1].text.endswith(("、", "，"))
        end += 1
    return end
