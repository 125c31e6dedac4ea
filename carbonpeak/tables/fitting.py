"""A row of a table whose cells are broken over lines → its cells: which lines belong together is told by what the columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from carbonpeak.bodies.entries import DUE, entries, is_body
from carbonpeak.bodies.names import LEVELS, kind_of, read, tidy
from carbonpeak.bodies.organizations import is_group
from carbonpeak.patterns import lazy
from carbonpeak.tables.cells import EMPTY, WHO, Cell, Row
from carbonpeak.text.fold import fold

_PART = lazy(r"[、，,；;]")
_ENDS = ("、", "，")
_MOST_LINES = 14  # of a row; more of them are not tried in every way
_LONGEST_PERSON = 4
_NEVER = 1000
_WIDTHS = str.maketrans("（）", "()")


def fitted(row: Row, kinds: Sequence[str]) -> Row:
    """A row with too many cells has some broken over lines: those of bodies and dates are known by their words, else those that end
    with a mark are joined, and what is left belongs to the second."""
    width = len(kinds)
    if len(row) > width - (kinds[-1] == "remark"):
        badness, best = _best(row, kinds)
        if badness < _NEVER:
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
        return _NEVER, row
    found = [(_badness(way, kinds), way) for way in _ways(row, len(kinds))]
    if kinds[-1] == "remark":  # mostly empty, and then no line stands for it
        found += [(_badness(way, kinds[:-1]), [*way, EMPTY]) for way in _ways(row, len(kinds) - 1)]
    return min(found, key=lambda one: one[0], default=(_NEVER, row))


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
        if kind in WHO:
            names = _names(one)
            if not names or not all(map(is_body, names)) or any(map(str.isdigit, one.text)):
                return _NEVER
            bad += sum(map(_oddness, names)) + 5 * (one.text.endswith(_ENDS) + one.text.startswith(_ENDS))
        elif kind == "deadline":
            bad += 0 if DUE.fullmatch(one.text) else 5
        elif kind == "person":
            bad += 0 if len(one.text) <= _LONGEST_PERSON else 5
        else:
            bad += kind == "remark"
            bad += 3 * sum(_oddness(name) == 0 for name in _PART.split(fold(one.text)) if name)
    return bad


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
