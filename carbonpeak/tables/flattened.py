"""A task table that a copy has put into one line without numbers: 任务内容 牵头单位 完成时限 核对台账…。 县生态环境局 11月底前 新建….

The head is a run of known headings; a row is what has to be done, and behind it names and dates that fit the other columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carbonpeak.patterns import lazy
from carbonpeak.tables.cells import EMPTY, PAGE, WHO, Cell, Lines, Row, cell, kind_of
from carbonpeak.tables.fitting import misfit
from carbonpeak.text.fold import fold

# What such a head holds: looked for before anything is taken apart.
HEADED = lazy(r"(?:牵头|责任|主办)(?:单位|部门)[ \u3000][^\s、，。；：]{2,8}[ \u3000]")
_WORD = lazy(r"[^ \u3000\r]+")
_LONGEST_HEADING = 8
_MOST_WORDS = 24  # of what has to be done in one row
_MOST_PIECES = 3  # of a cell that blanks part
_MOST_LINES = 60
_FITS = 1  # how badly the names and dates of a row may fit
_FEWEST = 2  # rows
_WORDED = ("content", "project", "indicator")


def flattened(lines: Lines, index: int) -> tuple[list[Row], int, int]:
    """The table whose head stands in a line, how many lines it takes and where in the original it begins; nothing where none is
    understood."""
    words = _words(lines, index, index + 1)
    begin, kinds = _head(words)
    if not kinds:
        return [], 0, 0
    head = [one for one, _ in words[begin : begin + len(kinds)]]
    words = words[begin + len(kinds) :]
    at = index + 1
    while at < min(len(lines), index + _MOST_LINES) and HEADED.search(lines.texts[at]) is None:
        words += _words(lines, at, at + 1)
        at += 1
    rows: list[Row] = []
    done = place = 0
    while place < len(words):
        found = _row([one for one, _ in words[place : place + _MOST_WORDS]], kinds)
        if found is None:
            break
        rows.append(found[0])
        place += found[1]
        done = place
    if len(rows) < _FEWEST:
        return [], 0, 0
    return [head, *rows], words[done - 1][1] + 1 - index, head[0].pieces[0][0]


def _words(lines: Lines, first: int, end: int) -> list[tuple[Cell, int]]:
    """The words of some lines that blanks part, each with its line."""
    return [
        (cell(one[0], lines.starts[at] + one.start()), at)
        for at in range(first, end)
        if not PAGE.fullmatch(lines.texts[at])
        for one in _WORD.finditer(lines.texts[at])
    ]


def _head(words: Sequence[tuple[Cell, int]]) -> tuple[int, list[str]]:
    """Where the headings begin that stand side by side, and the kinds of their columns; no kinds where they are none of a task table."""
    known = [kind_of(fold(one.text)) if len(one.text) <= _LONGEST_HEADING else "" for one, _ in words]
    for begin, kind in enumerate(known):
        if kind not in _WORDED:
            continue
        end = next((at for at in range(begin, len(known)) if not known[at]), len(known))
        kinds = known[begin:end]
        aside = kinds[1:]
        if len(kinds) > 2 and any(one in WHO for one in aside) and all(one in (*WHO, "deadline") for one in aside):
            return begin, kinds
    return 0, []


def _row(words: Sequence[Cell], kinds: Sequence[str]) -> tuple[Row, int] | None:
    """The first row of some words, and how many of these it takes; None where no names and dates fit behind what has to be done."""
    content = EMPTY
    for at, word in enumerate(words[:-1]):
        content = content.joined(word)
        ways = _fitted(words[at + 1 : at + 1 + _MOST_PIECES * len(kinds)], kinds[1:])
        best = min(ways, key=lambda way: way[0], default=None)
        if best is not None and best[0] <= _FITS:
            return [content, *best[1]], at + 1 + best[2]
    return None


def _fitted(words: Sequence[Cell], kinds: Sequence[str]) -> Iterator[tuple[int, Row, int]]:
    """The ways to give the first of some words to columns in order: how badly they fit, the cells, and how many words these take."""
    if not kinds:
        yield 0, [], 0
        return
    one = EMPTY
    for count, word in enumerate(words[:_MOST_PIECES], 1):
        one = one.joined(word)
        bad = misfit(one, kinds[0])
        if bad > _FITS:
            continue
        for more, cells, taken in _fitted(words[count:], kinds[1:]):
            if bad + more <= _FITS:
                yield bad + more, [one, *cells], count + taken
