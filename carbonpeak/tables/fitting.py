"""A row of a table whose cells are broken over lines → its cells: which lines belong together is told by what the columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from carbonpeak.bodies.entries import DUE, entries, is_body
from carbonpeak.bodies.names import LEVELS, kind_of, read, tidy
from carbonpeak.bodies.organizations import is_group
from carbonpeak.patterns import lazy
from carbonpeak.tables.cells import EMPTY, WHO, Cell, Row, is_figure
from carbonpeak.text.fold import fold

_PART = lazy(r"[、，,；;]")
_ENDS = ("、", "，")
_STOPS = (*_ENDS, "。")
_MOST_LINES = 14  # of a row; more of them are not tried in every way
_LONGEST_PERSON = 4
NEVER = 1000
_WORKS = ("项目", "工程", "基地", "示范")
_WELL = 5  # how badly a row may fit that is told by nothing but its cells
_STRAY = 6  # how badly a cell fits that belongs to no column that is understood
_ODD_ROW = 9  # how badly a row fits that has as many cells as there are columns, and no names that are known
_NAMED = 3  # how badly words that may be names fit a column of other words
_BROKEN = 4  # lines of a cell in a row that has empty ones
_LEFT_EMPTY = {
    "remark": 0,
    "deadline": 1,
    "person": 1,
}  # how badly an empty cell fits; worse where who or what is missing
_YEAR = lazy(r"(?:19|20)\d\d")
_SPAN = lazy(r"(?:19|20)\d\d年?(?:\d{1,2}月)?[-—–~～至到]{1,2}(?:19|20)\d\d年?(?:\d{1,2}月)?底?")
_WIDTHS = str.maketrans("（）", "()")


def fitted(row: Row, kinds: Sequence[str]) -> Row:
    """A row with too many cells has some broken over lines: those of bodies and dates are known by their words, else those that end
    with a mark are joined, and what is left belongs to the second."""
    width = len(kinds)
    if len(row) > width - (kinds[-1] == "remark"):
        badness, best = _best(row, kinds)
        if badness < NEVER:
            return best
    at = 1
    while len(row) > width and at < len(row) - 1:
        if row[at].text.endswith(_ENDS):
            row = [*row[:at], row[at].joined(row[at + 1]), *row[at + 2 :]]
        else:
            at += 1
    while len(row) > width:
        row = [row[0], row[1].joined(row[2]), *row[3:]]
    return row


def fitted_well(row: Row, kinds: Sequence[str]) -> Row | None:
    """The same, but None where the cells do not fit their columns well."""
    badness, best = _best(row, kinds)
    if badness >= NEVER:
        return None
    odd = sum(
        misfit(one, kind) for one, kind in zip(best, kinds, strict=True) if kind in WHO
    )  # 靖边县人民政府 is half known
    return best if badness - odd < _WELL else None


def aligned(row: Row, kinds: Sequence[str]) -> Row:
    """A row of a task table with fewer cells than columns, for empty ones have no line: what the cells hold tells their columns."""
    if len(row) >= len(kinds) or all(kind not in WHO for kind in kinds):
        return row
    return _placed(row, kinds)[1]


def _placed(row: Row, kinds: Sequence[str]) -> tuple[int, Row]:
    """The best way to give the cells behind the first, a number, to columns in their order, and how badly it fits."""
    cells = row[1:]
    said = [bool(names) and max(map(_oddness, names)) < 2 for names in map(_names, cells)]
    what = max((at for at, kind in enumerate(kinds) if kind == "content"), default=0)
    who = next(at for at, kind in enumerate(kinds) if kind in WHO)
    ways: dict[int, tuple[int, dict[int, Cell]]] = {0: (0, {})}  # cells that are placed → how badly, and where
    for column, kind in enumerate(kinds):
        if not column or kind in ("", "stage"):
            continue
        empty = _LEFT_EMPTY.get(kind, 4 if column == who else 3 if column == what else 2 if kind in WHO else 1)
        further: dict[int, tuple[int, dict[int, Cell]]] = {}
        for done in range(len(cells) + 1):
            if done not in ways:
                continue
            bad, placed = ways[done]
            _keep(further, done, bad + empty, placed)
            one, worse = EMPTY, 0
            for end in range(done, min(done + _BROKEN, len(cells))):
                one = one.joined(cells[end])
                worse = misfit(one, kind) if kind in WHO else worse + misfit(cells[end], kind) + _NAMED * said[end]
                _keep(further, end + 1, bad + end - done + worse, {**placed, column: one})
            if done < len(cells):
                _keep(ways, done + 1, bad + _STRAY, placed)
        ways = further
    bad, placed = min(
        ((bad + _STRAY * (len(cells) - done), placed) for done, (bad, placed) in ways.items()), key=lambda way: way[0]
    )
    if bad >= NEVER:
        return bad, row
    return bad, [row[0], *(placed.get(column, EMPTY) for column in range(1, len(kinds)))]


def regrouped(cells: Row, kinds: Sequence[str]) -> list[tuple[Row, int]]:
    """The rows of a task table without numbers, each with the number of its cells: those into which the cells fit best. Two rows
    without known bodies end the table, and so does one at its end."""
    columns = ["number", *kinds]
    best: list[tuple[int, int, Row, bool]] = [
        (0, 0, [], True)
    ]  # how badly cells fit; size and columns of their last row; whether it fits
    for end in range(1, len(cells) + 1):
        ways = []
        for size in range(2, min(len(columns), end) + 1):
            row = cells[end - size : end]
            bad, placed = _placed([EMPTY, *row], columns)
            found = any(one.text for one, kind in zip(placed, columns, strict=False) if kind in WHO)
            ways.append((best[end - size][0] + bad, size, placed[1:], found))
            if size == len(kinds):
                ways.append((best[end - size][0] + _ODD_ROW, size, row, False))
        best.append(min(ways, key=lambda way: way[0], default=(NEVER * len(cells), 1, [], False)))
    rows: list[tuple[Row, int, bool]] = []
    end = len(cells)
    while end:
        rows.insert(0, (best[end][2], best[end][1], best[end][3]))
        end -= best[end][1]
    good = [found for _, _, found in rows]
    stop = next((at for at, found in enumerate(good) if not found and not any(good[at + 1 : at + 2])), len(rows))
    return [(row, size) for row, size, _ in rows[:stop] if len(row) == len(kinds)]


def figures_fit(row: Row, kinds: Sequence[str]) -> bool:
    """Whether the cells of the columns of years hold figures."""
    return all(is_figure(one) for one, kind in zip(row, kinds, strict=False) if kind.isdecimal())


def unmerged(cells: Row, kinds: Sequence[str]) -> tuple[list[Row], int]:
    """The rows of a table of indicators of which some lack the first cell, which is merged with the one above: what stands before the unit
    is told by the figures behind it. And how many cells they take."""
    unit = kinds.index("unit")
    rows: list[Row] = []
    at = 0
    while at < len(cells):
        for missing in range(unit):
            row = [*[EMPTY] * missing, *cells[at : at + len(kinds) - missing]]
            if len(row) == len(kinds) and figures_fit(row, kinds) and not any(map(is_figure, row[missing : unit + 1])):
                break
        else:
            break
        rows.append(row)
        at += len(kinds) - missing
    return rows, at


def fits(row: Row, kinds: Sequence[str]) -> bool:
    """Whether as many cells as there are columns may be a row: what stands below a heading of bodies may be bodies."""
    return len(row) == len(kinds) and _badness(row, kinds) < _ODD_ROW


def _keep(ways: dict[int, tuple[int, dict[int, Cell]]], done: int, bad: int, placed: dict[int, Cell]) -> None:
    if done not in ways or bad < ways[done][0]:
        ways[done] = bad, placed


def last_end(row: Row, kinds: Sequence[str], end: int) -> int:
    """Where the last row of a table ends: at `end`, unless only with more lines it has names and a date where they belong."""
    if _best(row[:end], kinds)[0]:
        for more in range(end + 1, min(len(row), _MOST_LINES) + 1):
            if not _best(row[:more], kinds)[0]:
                return more
    return end


def _best(row: Row, kinds: Sequence[str]) -> tuple[int, Row]:
    """The best way to join the lines of a row, and how badly it fits."""
    if not len(kinds) - (kinds[-1] == "remark") <= len(row) <= _MOST_LINES or all(kind not in WHO for kind in kinds):
        return NEVER, row
    found = [(_badness(way, kinds), way) for way in _ways(row, len(kinds))]
    if kinds[-1] == "remark":  # mostly empty, and then no line stands for it
        found += [(_badness(way, kinds[:-1]), [*way, EMPTY]) for way in _ways(row, len(kinds) - 1)]
    return min(found, key=lambda one: one[0], default=(NEVER, row))


def _ways(row: Row, width: int) -> list[Row]:
    """Every way to join neighbouring lines into as many cells as there are columns; the first, a number, stands alone."""
    ways = []
    for cuts in combinations(range(2, len(row)), width - 2):
        cells = [row[0]]
        for start, end in pairwise([1, *cuts, len(row)]):
            one = row[start]
            for more in row[start + 1 : end]:
                one = one.joined(more)
            cells.append(one)
        ways.append(cells)
    return ways


def _badness(cells: Row, kinds: Sequence[str]) -> int:
    """How badly the cells fit their columns: names that are none rule a way out; what is odd in a name, a date or a person counts."""
    bad = 0
    for one, kind in zip(cells, kinds, strict=True):
        bad += misfit(one, kind)
        if bad >= NEVER:
            return NEVER
    return bad


def misfit(one: Cell, kind: str) -> int:
    """How badly a cell fits a column: 0 as it should be, `NEVER` where names are none."""
    if kind in WHO:
        names = _names(one)
        if not names or not all(map(is_body, names)) or any(map(str.isdigit, one.text)):
            return NEVER
        return sum(map(_oddness, names)) + 5 * (one.text.endswith(_STOPS) + one.text.startswith(_ENDS))
    if kind == "deadline":
        return 0 if DUE.fullmatch(one.text) or _YEAR.fullmatch(one.text) or _SPAN.fullmatch(one.text) else 5
    if kind == "figure":
        return 0 if is_figure(one) else 5
    if kind == "person":
        return 0 if len(one.text) <= _LONGEST_PERSON else 5
    whole, stop, more = one.text.rpartition("。")
    if stop and more and whole and all(is_body(name) and _oddness(name) < 2 for name in _names(Cell(more, ()))):
        return _NAMED + (kind == "remark")  # names behind what has to be done
    odd = (kind == "remark") + 5 * one.text.endswith(_ENDS) + (kind == "project" and not one.text.endswith(_WORKS))
    return odd + 3 * sum(_oddness(name) == 0 for name in _PART.split(fold(one.text)) if name)


def _names(one: Cell) -> list[str]:
    words = fold(one.text).translate(_WIDTHS)
    return [named.name for named in entries(words, 0, len(words), "")]


@lru_cache(maxsize=4096)
def _oddness(name: str) -> int:
    """0 for a name that begins with its level, is a class or is known as it stands; 1 for one that the tables only half know."""
    if is_group(name):
        return 0
    reading = read(tidy(name))
    level = reading.prefix in LEVELS
    if (reading.form and (level or not reading.prefix)) or (is_body(name) and kind_of(tidy(name)).kind != "department"):
        return 0
    return 1 if level and is_body(name) else 2
