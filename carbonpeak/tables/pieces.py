"""Line of a table whose cells runs of spaces part → its pieces, each with its place on the page."""

from __future__ import annotations

import re

from carbonpeak.patterns import lazy
from carbonpeak.shape import NamedTuple
from carbonpeak.tables.cells import Cell, Line, cell, kind_of
from carbonpeak.text.fold import fold

SPACES = lazy(r"[ \u3000]{2,}|\u3000")
NUMBERED = lazy(r"[ \u3000]*[（(]?\d{1,3}[)）).．、]?([ \u3000]+)(?![\d.])")  # a row's number and the blank behind it
NUMBER_HEADING = lazy(r"[ \u3000]*[序编]号([ \u3000]+)")
_WIDEST_SPREAD = 6  # blanks between two letters of a heading that are spread over its column
_LONGEST_SPREAD = 8  # of these letters


class Piece(NamedTuple):
    """A cell, or a line of one, and where on the page it begins and ends: a Chinese character is two wide."""

    start: int
    end: int
    cell: Cell


def pieces(line: Line, first: re.Pattern[str] | None = None) -> list[Piece]:
    """The cells that runs of spaces part; of the `first` one, a number, a single blank parts what follows."""
    text = line.text.rstrip()
    found, at = [], 0
    number = first.match(text) if first else None
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


def headings(line: Line) -> list[Piece]:
    """The headings of a line, those whose letters are spread over their columns (指  标  名  称) as one each."""
    found = pieces(line, NUMBER_HEADING)
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
