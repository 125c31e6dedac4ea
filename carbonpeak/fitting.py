"""A row of a table whose cells are broken over lines → its cells: which lines belong together is told by what the columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from carbonpeak.cells import WHO, Row
from carbonpeak.entries import DUE, is_body, is_known
from carbonpeak.fold import fold
from carbonpeak.patterns import lazy

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
    if width < len(row) <= _MOST_LINES and any(kind in WHO for kind in kinds):
        best = min(((_badness(way, kinds), way) for way in _ways(row, width)), key=lambda found: found[0], default=None)
        if best and best[0] < _NEVER:
            return best[1]
    at = 1
    while len(row) > width and at < len(row) - 1:
        if row[at].text.endswith(_ENDS):
            row = [*row[:at], row[at].joined(row[at + 1]), *row[at + 2 :]]
        else:
            at += 1
    while len(row) > width:
        row = [row[0], row[1].joined(row[2]), *row[3:]]
    return row


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
    """How badly the cells fit their columns: names that are none rule a way out, names that the tables do not know count."""
    bad = 0
    for one, kind in zip(cells, kinds, strict=True):
        if kind in WHO:
            names = [name.removesuffix("等") for name in _PART.split(fold(one.text).translate(_WIDTHS)) if name]
            if not names or not all(map(is_body, names)) or any(map(str.isdigit, one.text)):
                return _NEVER
            bad += sum(not is_known(name) for name in names) + 5 * one.text.endswith(_ENDS)
        elif kind == "deadline":
            bad += 0 if DUE.fullmatch(one.text) else 5
        elif kind == "person":
            bad += 0 if len(one.text) <= _LONGEST_PERSON else 5
    return bad
