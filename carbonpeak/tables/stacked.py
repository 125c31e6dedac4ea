"""Tables of indicators with one cell a line: a row is told by its figures, of which it has as many as the head has columns for.

What stands before the name of an indicator groups rows; a cell of several lines has no empty line inside where empty lines part
the cells.
"""

from __future__ import annotations

from collections.abc import Iterator

from carbonpeak.patterns import lazy
from carbonpeak.tables.cells import EMPTY, Cell, Lines, Row, cell, is_figure, kind_of, narrow
from carbonpeak.text.fold import fold

SPREAD = lazy(
    r"指[ \u3000]{1,6}标(?:[ \u3000]{1,6}名[ \u3000]{1,6}称)?(?:[ \u3000]*\n|[ \u3000]{2})"
)  # 指  标 over a column
_NONE = lazy("[—–‐‑/-]{1,2}$")
_NATURE = lazy("(?:约束|预期|指导|参考)性$")
_GOES_ON = lazy(
    r"(?:基期|基准|现状|实际|目标|预期|规划|完成|计划)(?:值|数|目标)?$|[〔\[(]|年均|累计"
)  # a heading's second line
_STATED = lazy("现状|实际|实绩|基期|基准|目标|预期|规划")
_LONGEST_HEADING = 16
_LONGEST_NAME = 60
_MOST_WORDS = 4  # cells before the figures of a row: two groups, the name, the unit
_MOST_GROUPS = 2  # cells before a running number
_WIDEST = 12


def stacked(lines: Lines, index: int) -> tuple[list[Row], int]:
    """The table whose head begins at a line, and how many lines it takes; nothing where there is none."""
    found = list(_cells(lines, index, _is_apart(lines, index)))
    head: Row = []
    kinds: list[str] = []
    broken = False  # a heading has two lines
    at = 0
    for at, (_, one) in enumerate(found):  # noqa: B007 - goes on below
        kind = kind_of(fold(one.text)) if len(one.text) <= _LONGEST_HEADING else ""
        if kinds and len(one.text) <= _LONGEST_HEADING and _goes_on(one, kind, head[-1], kinds[-1]):
            head[-1] = head[-1].joined(one)
            broken = True
            continue
        if not kind or len(head) == _WIDEST:
            break
        head.append(one)
        broken = broken or len(one.pieces) > 1
        kinds.append(kind)
    if kinds[:1] == ["indicator"] and "indicator" in kinds[1:]:
        del kinds[0], head[0]  # 表1 主要指标 above the heading 指标
    head, kinds = _two_rows(head, kinds)
    figures = [kind for kind in kinds if kind.isdigit() or kind in ("growth", "value")]
    if "indicator" not in kinds or not any(kind.isdigit() or kind == "value" for kind in figures):
        return [], 0
    names = kinds[: kinds.index(figures[0])]
    behind = kinds[len(names) + len(figures) :]
    if names[-2:] != ["indicator", "unit"] and names[-1:] != ["indicator"]:
        return [], 0
    numbered = "number" in names
    if kinds[len(names) : len(names) + len(figures)] != figures or behind not in ([], ["nature"]):
        return [], 0
    columns = head[names.index("indicator") :]
    if numbered:
        columns = [head[names.index("number")], *columns]
    body = [one for _, one in found[at:]]
    table, taken = _rows(body, numbered, "unit" in names, len(figures), bool(behind))
    wanted = str(len(table) + 1)
    if numbered and any(one.text == wanted for one in body[taken : taken + 2 * len(kinds)]):
        return [], 0  # with cells that are empty its rows are told by their numbers alone
    return ([columns, *table], found[at + taken - 1][0] + 1 - index) if table else ([], 0)


def _two_rows(head: Row, kinds: list[str]) -> tuple[Row, list[str]]:
    """A head of two rows as one: 目标值, above the years that follow behind all columns, gives way to them."""
    below = len(kinds)
    while below and kinds[below - 1].isdigit():
        below -= 1
    if "value" not in kinds[:below] or below == len(kinds):
        return head, kinds
    at = kinds.index("value")
    if not all(kind == "nature" for kind in kinds[at + 1 : below]):
        return head, kinds
    return [*head[:at], *head[below:], *head[at + 1 : below]], [*kinds[:at], *kinds[below:], *kinds[at + 1 : below]]


def _goes_on(one: Cell, kind: str, heading: Cell, last: str) -> bool:
    """Whether a line is the second one of the heading before it: 目标值 below 2025年, 〔累计〕 below 年均增速. 目标值 behind 现状(2022年) is one of
    its own."""
    words = narrow(one.text)
    if last.isdigit() and _STATED.search(narrow(heading.text)) and kind:
        return False
    if last == "growth":
        return words[0] in "〔[("
    return (not kind or last.isdigit()) and kind != "growth" and _GOES_ON.match(words) is not None


def _rows(cells: Row, numbered: bool, unit: bool, figures: int, nature: bool) -> tuple[list[Row], int]:
    """The rows that cells make, and how many cells these are."""
    table: list[Row] = []
    at = taken = 0
    while at < len(cells):
        number: Row = []
        if numbered:
            wanted = str(len(table) + 1)
            at = next((n for n in range(at, min(at + _MOST_GROUPS + 1, len(cells))) if cells[n].text == wanted), -1)
            if at < 0:
                break
            number = [cells[at]]
            at += 1
        first = next((n for n in range(at, min(at + _MOST_WORDS + 1, len(cells))) if is_figure(cells[n])), at)
        run = next((n for n in range(first, len(cells)) if not is_figure(cells[n])), len(cells)) - first
        following = str(len(table) + 2) if numbered else ""
        if (
            unit
            and run > figures + (cells[first + run - 1].text == following)
            and _NONE.match(narrow(cells[first].text))
        ):
            first += 1  # a number without a unit
        words, row = cells[at:first], cells[first : first + figures]
        missing = int(numbered and nature and run == figures - 1 > 0 and _is_nature(cells[first + run :]))
        if missing:
            row = [EMPTY, *row[:-1]]  # nothing stands for what there was in the year before the plan
        if len(words) < 1 + unit or len(row) < figures or not all(map(is_figure, row[missing:])):
            break
        if any(len(one.text) > _LONGEST_NAME or "。" in one.text for one in words):
            break
        at = first + figures - missing
        if at < len(cells) and is_figure(cells[at]) and cells[at].text != following:
            break  # more figures than columns
        row = [*number, *words[-1 - unit :], *row]
        if nature:
            known = _is_nature(cells[at:])
            row.append(cells[at] if known else EMPTY)
            at += known
        table.append(row)
        taken = at
    return table, taken


def _is_nature(cells: Row) -> bool:
    return bool(cells) and _NATURE.match(fold(cells[0].text)) is not None


def _is_apart(lines: Lines, index: int) -> bool:
    """Whether empty lines part the cells from a line on."""
    texts = [words.strip() for words in lines.texts[index : index + 12]]
    return texts.count("") * 3 >= len(texts)


def _cells(lines: Lines, index: int, apart: bool) -> Iterator[tuple[int, Cell]]:
    """The cells from a line on, each with the last of its lines."""
    whole: Cell | None = None
    for place in range(index, len(lines)):
        words = lines.texts[place].rstrip("\r")
        one = cell(words, lines.starts[place])
        if whole is not None and (not one.text or not apart or is_figure(whole)):
            yield place - 1, whole
            whole = None
        if one.text:
            whole = one if whole is None else whole.joined(one)
    if whole is not None:
        yield len(lines) - 1, whole
