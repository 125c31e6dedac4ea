"""Rows of indicators with nothing between their cells: 3能效标杆水平以上产能比例%8.33050预期性, for 8.3, 30 and 50.

A run of digits may be parted in several ways. A way counts where its figures rise or fall from year to year, none begins with a
needless zero and no share is above the whole. Of several, that one is taken which is clearly likelier than the others: figures of one
indicator are of one size, and have few decimals; where none is, the rows that are clear tell how many decimals a column has. What
stays open is one cell, for a person to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log2

from carbonpeak.datafiles import rows
from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.shape import NamedTuple
from carbonpeak.tables.cells import EMPTY, PAGE, Row, cell

_NATURE = lazy("(?:约束|预期|指导|参考)性[ \r]*$")
_NUMBER = lazy(r"[ \u3000]*(\d{1,2})[.、．]?(?=[^\d.%、．])")
_DIGITS = r"\d+(?:,\d{3})*(?:\.\d{1,3})?"
_BEFORE = r"(?:[≥≧≤≦＞＜><±约]|不[低少高大]于|不超过|稳定在|保持在|控制在|达到|低于|高于)?[〔\[［【(（]?"
_BEHIND = r"[%％‰]?(?:以[上下内]|左右)?[〕\]］】)）]?"
_VALUE = lazy(rf"({_BEFORE})({_DIGITS}(?:[-~～—–]{_DIGITS})?)({_BEHIND})")
_OTHER = lazy(rf"[—–－-]{{1,2}}|/|(?:{PHRASES['figure_words']})(?=[\d≥≤＞＜〔\[—–/]|$)")
_UNITS = lazy("(?:[万亿千百]{0,2}(?:" + "|".join(re.escape(row["unit"]) for row in rows("units")) + "))$")
_RANGE = lazy("[-~～—–]")
_FIGURE = lazy(f"{_DIGITS}(?:[-~～—–]{_DIGITS})?")
_NEEDLESS = lazy(r"0\d")
_GROUP = 14  # characters of a line between rows that groups them
_LONGEST = 90  # characters of a row
_FEWEST = 2  # rows
_MOST_WAYS = 64
_WHOLE = 100
_LARGEST = 1000.0  # what a step from or to nothing counts as
_CLEARLY = 1.0  # one more decimal, or a step twice as large


class _Way(NamedTuple):
    """One way to part a row: where its figures stand, and how many decimals each has; -1 for words and dashes."""

    cells: tuple[tuple[int, int], ...]
    decimals: tuple[int, ...]


class _Read(NamedTuple):
    """A line with the ways in which it may be parted; none for a heading between rows."""

    start: int
    text: str
    ways: list[_Way]


def parted(
    runs: Sequence[tuple[int, str]], numbered: bool, unit: bool, count: int, nature: bool
) -> tuple[list[Row], int]:
    """The rows that runs of the original are, each given by its offset, in a table with `count` columns of figures; and how many runs they
    take, with headings, empty lines and the numbers of pages between them. Nothing where fewer than two may be rows."""
    read: list[_Read] = []
    taken = 0
    for at, (start, words) in enumerate(runs, 1):
        text = words.rstrip()
        if not text or PAGE.fullmatch(text):
            continue
        ways = _ways(text, count, nature)
        if not ways and (len(text.strip()) > _GROUP or any(map(str.isdigit, text))):
            break
        read.append(_Read(start, text, ways))
        if ways:
            taken = at
    while read and not read[-1].ways:
        read.pop()
    clear = [_likeliest(one.text, one.ways) for one in read]
    known = [way.decimals for way in clear if way is not None]
    if sum(1 for one in read if one.ways) < _FEWEST:
        return [], 0
    allowed = [{decimals[column] for decimals in known} for column in range(count)]
    table = []
    for one, way in zip(read, clear, strict=True):
        if way is None:
            left = [way for way in one.ways if all(map(set.__contains__, allowed, way.decimals))]
            way = left[0] if len(left) == 1 else None
        row = _row(one, way, numbered, unit, nature) if way else None
        table.append(row or [cell(one.text, one.start)])
    return table, taken


def _ways(text: str, count: int, nature: bool) -> list[_Way]:
    """The ways to part the end of a line, before its nature, into so many figures."""
    if len(text) > _LONGEST:
        return []
    said = _NATURE.search(text) if nature else None
    end = said.start() if said else len(text)
    for begin in range(2, end):
        if text[begin - 1].isdigit() or text[begin - 1] in ".,-~" or not _begins(text, begin):
            continue
        share = text[begin - 1] in "%％" or text[begin - 2 : begin] in ("%)", "％）", "%）")
        ways = [way for way in _split(text, begin, end, count) if _plausible(text, way, share)]
        if ways:
            return ways if len(ways) < _MOST_WAYS else []
    return []


def _begins(text: str, at: int) -> bool:
    return _VALUE.match(text, at) is not None or _OTHER.match(text, at) is not None


def _split(text: str, at: int, end: int, count: int) -> Iterator[_Way]:
    """Every way to part a run into so many figures, words for figures or dashes."""
    if not count:
        if at == end:
            yield _Way((), ())
        return
    other = _OTHER.match(text, at, end)
    if other and other.end() > at:
        for way in _split(text, other.end(), end, count - 1):
            yield _Way(((at, other.end()), *way.cells), (-1, *way.decimals))
    whole = _VALUE.match(text, at, end)
    if whole is None:
        return
    first = whole.start(2)
    for stop in range(first + 1, whole.end(2) + 1):
        figure = _FIGURE.fullmatch(text, first, stop)
        if figure is None or any(_NEEDLESS.match(part) for part in _RANGE.split(figure[0])):
            continue
        last = whole.end() if stop == whole.end(2) else stop
        decimals = len(figure[0]) - figure[0].rindex(".") - 1 if "." in figure[0] else 0
        for way in _split(text, last, end, count - 1):
            yield _Way(((at, last), *way.cells), (decimals, *way.decimals))


def _values(text: str, way: _Way) -> list[list[float]]:
    """The figures of a way, each as one number or the two ends of a range."""
    found = [_VALUE.match(text, *span) for span, places in zip(way.cells, way.decimals, strict=True) if places >= 0]
    return [[float(part.replace(",", "")) for part in _RANGE.split(one[2])] for one in found if one]


def _plausible(text: str, way: _Way, share: bool) -> bool:
    """Whether the figures of a row rise or fall from year to year, and no share is above the whole."""
    values = _values(text, way)
    if any(ends != sorted(ends) for ends in values) or (share and any(ends[-1] > _WHOLE for ends in values)):
        return False
    steps = [two[-1] - one[-1] for one, two in pairwise(values)]
    return all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


def _likeliest(text: str, ways: list[_Way]) -> _Way | None:
    """The way that is clearly likelier than all others; None where there is none."""
    ranked = sorted((_unlikely(text, way), way) for way in ways)
    return ranked[0][1] if len(ranked) == 1 or (ranked and ranked[1][0] - ranked[0][0] >= _CLEARLY) else None


def _unlikely(text: str, way: _Way) -> float:
    """How unlikely a way is: how often its largest step doubles or halves a figure, and its decimals."""
    ends = [values[-1] for values in _values(text, way)]
    steps = [
        1.0 if one == two else max(one, two) / min(one, two) if one and two else _LARGEST for one, two in pairwise(ends)
    ]
    return log2(max(steps, default=1.0)) + max(way.decimals, default=0)


def _row(one: _Read, way: _Way, numbered: bool, unit: bool, nature: bool) -> Row | None:
    """The cells of a row that is parted in one way; None where no name is left."""
    text, start, begin = one.text, one.start, way.cells[0][0]
    number = _NUMBER.match(text) if numbered else None
    at = number.end() if number else 0
    measured = _UNITS.search(text, at, begin) if unit else None
    stop = measured.start() if measured else begin
    if not re.search(r"[\u4e00-\u9fff]{2}", text[at:stop]):
        return None
    row = [cell(number[1], start + number.start(1)) if number else EMPTY] * numbered + [cell(text[at:stop], start + at)]
    row += [cell(measured[0], start + stop) if measured else EMPTY] * unit
    row += [cell(text[a:b], start + a) for a, b in way.cells]
    said = _NATURE.search(text) if nature else None
    return row + [cell(said[0], start + said.start()) if said else EMPTY] * nature
