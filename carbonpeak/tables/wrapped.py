"""Task tables whose cells are broken over lines where a single blank parts the columns, as text made from PDF prints them:

    1 建成新能源基地先 市能源局 甲旗、乙旗人民政 2025年
    导工程 府

Which column a piece of a line goes on with is told by what the columns hold: names of bodies have to be whole, and dates to be dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from carbonpeak.bodies.entries import DUE
from carbonpeak.patterns import lazy
from carbonpeak.tables.cells import EMPTY, GROUP, PAGE, WHO, Cell, Line, Lines, Row, cell, header
from carbonpeak.tables.fitting import NEVER, fitted_well, misfit
from carbonpeak.text.fold import fold

_ROW = lazy(r"[ \u3000]*(\d{1,3})[.、．]?[ \u3000]+(?=\S)")
# A run between blanks; those inside a date part nothing.
_PIECE = lazy(
    r"[^ \u3000\r]+(?:(?<=\d)[ \u3000]+(?=[年月日])[^ \u3000\r]+|(?<=年)[ \u3000]+(?=\d{1,2}[ \u3000]*月|[底末前])[^ \u3000\r]+"
    r"|(?<=月)[ \u3000]+(?=\d{1,2}[ \u3000]*日|[底末前])[^ \u3000\r]+)*"
)
_MOST_LINES = 5  # of a row
_MOST_CELL_LINES = 13  # of a row whose cells stand below each other
_FEWEST_COLUMNS = 4
_SUM = lazy(r"[ \u3000]*(?:合计|总计|小计|共计)[ \u3000]")
_MONEY = lazy("(?:投资|资金|经费)|[（(][万亿]元[）)]$")  # the heading of a column of sums
_MOST_ASIDE = 4  # columns beside what has to be done
_PART = lazy("[、，,；;]")
_LETTERS = lazy("[一-鿿]{1,2}")  # so few letters seldom go on with what has to be done
# The end of a name, and none by itself; and the beginning of one.
_END = lazy("(?:人民)?政府|[局委办厅处院所]|管委会|管理委员会|委员会|办公室|公司|集团|[县区旗市]人民政府|.*人民")
_TWO = lazy("[局厅委府][一-鿿]{0,6}(?:局|委|府|公司|集团|管委会)$")  # two names that nothing parts
_HALF = 8  # how badly an end of a name fits
_RUN = 3  # two names in one
_MORE = 2  # and what goes on behind a name that is whole
_ODD = 1  # how badly they fit there
_NAMES = 6  # and a piece that is nothing but names
_NO_NAMES = 8  # how badly a row fits that names nobody in its first column of bodies
_EMPTY = 3  # and one with another empty cell
_FEWEST = 2  # rows

_Way = tuple[tuple[int, Cell], ...]  # the pieces of a line with the columns they belong to


def wrapped(lines: Lines, index: int, kinds: Sequence[str]) -> tuple[list[Row], int]:
    """The rows below a head that is a line, where each has its number, what has to be done, and then names and dates; and how many lines
    they take with the head. Nothing where fewer than two are read or the columns are others."""
    aside = kinds[2:]
    if kinds[0] != "number" or kinds[1] not in ("content", "indicator", "label", "project") or len(aside) > _MOST_ASIDE:
        return [], 0
    if not any(kind in WHO for kind in aside) or any(kind not in (*WHO, "deadline") for kind in aside):
        return [], 0
    head = "".join(lines.texts[index].split())
    table: list[Row] = []
    taken, at = 0, index + 1
    while at < len(lines):
        if _is_between(lines.texts[at], head):
            at += 1
            continue
        found = _row(lines, at, len(table) + 1, aside, head)
        if found is None:
            break
        table.append(found[0])
        at = found[1]
        taken = at - index
    return (table, taken) if len(table) >= _FEWEST else ([], 0)


def spaced(lines: Lines, index: int) -> tuple[list[Row], int]:
    """The table whose head is a line of headings that single blanks part, with its head, where the blanks of a row part its cells or the
    lines of these; and how many lines it takes. Nothing where fewer than two rows fit the columns."""
    heads = [cell(one[0], lines.starts[index] + one.start()) for one in _PIECE.finditer(lines.texts[index])]
    kinds = [
        "figure" if _MONEY.search(fold(one.text)) else kind for one, kind in zip(heads, header(heads), strict=True)
    ]
    if len(kinds) < _FEWEST_COLUMNS or kinds[0] != "number" or not any(kind in WHO for kind in kinds):
        return [], 0
    head = "".join(lines.texts[index].split())
    table: list[Row] = [heads]
    taken, at = 0, index + 1
    while at < len(lines):
        if _is_between(lines.texts[at], head):
            at += 1
            continue
        end = _row_end(lines, at, len(table), head, _MOST_CELL_LINES)
        row = next(
            (
                row
                for split in _splits(lines, at, end)
                if split[0].text == str(len(table)) and (row := fitted_well(split, kinds))
            ),
            None,
        )
        if row is None:
            break
        table.append(row)
        at = end
        taken = at - index
    return (table, taken) if len(table) > _FEWEST else ([], 0)


def _splits(lines: Lines, index: int, end: int) -> Iterator[Row]:
    """The cells of a row that may be: its number and each of its lines, then what blanks part."""
    begin = _ROW.match(lines.texts[index])
    if begin and end > index + 1:
        first = cell(lines.texts[index][begin.end() :], lines.starts[index] + begin.end())
        more = [cell(lines.texts[place], lines.starts[place]) for place in range(index + 1, end)]
        yield [cell(begin[1], lines.starts[index] + begin.start(1)), first, *more]
    pieces = [
        cell(one[0], lines.starts[place] + one.start())
        for place in range(index, end)
        for one in _PIECE.finditer(lines.texts[place])
    ]
    if pieces:
        yield pieces


def _is_between(words: str, head: str) -> bool:
    """Whether a line stands between rows: empty, a heading, a sum, the number of a page, or the head once more."""
    return (
        bool(not words.strip() or PAGE.fullmatch(words) or GROUP.match(words) or _SUM.match(words))
        or "".join(words.split()) == head
    )


def _row(lines: Lines, index: int, number: int, aside: Sequence[str], head: str) -> tuple[Row, int] | None:
    """The row with a number that begins at a line, and the line behind it; None where it is none, or its cells cannot be told."""
    begin = _ROW.match(lines.texts[index])
    if begin is None or int(begin[1]) != number:
        return None
    end = _row_end(lines, index, number, head)
    first = lines[index]
    rest = Line(first.start + begin.end(), first.end, first.text[begin.end() :])
    split = [
        [cell(one[0], line.start + one.start()) for one in _PIECE.finditer(line.text)]
        for line in (rest, *(lines[at] for at in range(index + 1, end)))
    ]
    best = min(_rows(split, aside), key=lambda one: one[0], default=(NEVER, []))
    if best[0] >= NEVER:
        return None
    return [cell(begin[1], first.start + begin.start(1)), *best[1]], end


def _row_end(lines: Lines, index: int, number: int, head: str, most: int = _MOST_LINES) -> int:
    """The line behind those of the row with a number that begins at a line."""
    end = index + 1
    while end < min(len(lines), index + most) and not _is_between(lines.texts[end], head):
        following = _ROW.match(lines.texts[end])
        if following and int(following[1]) == number + 1:
            break
        end += 1
    return end


def _rows(split: list[list[Cell]], aside: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """Every way to give the pieces of a row's lines to its columns, and how badly it fits."""
    known: dict[tuple[str, str], int] = {}
    first = next(at for at, kind in enumerate(aside) if kind in WHO)
    names = {one.text for pieces in split for one in pieces if not _misfit(Cell(one.text.rstrip("、，"), ()), WHO[-1])}
    full = min(len(aside), len(split[0]) - 1)  # the first line of a row has words in as many columns as it can
    options = [[*_ways(pieces, len(aside), 0 if number else full)] for number, pieces in enumerate(split)]
    for ways in product(*options):
        row = [EMPTY] * (1 + len(aside))
        bad = 0
        for number, way in enumerate(ways):
            last = ""
            for column, one in way:
                if not column:
                    odd = number > 0 and not last[-1:].isdigit() and _LETTERS.fullmatch(one.text) is not None
                    bad += _NAMES * (one.text in names) + _MORE * (_END.fullmatch(one.text) is not None) + _ODD * odd
                    last = one.text
                elif row[column].text and row[column].text in names:
                    bad += _MORE
                row[column] = row[column].joined(one)
        for at, (one, kind) in enumerate(zip(row[1:], aside, strict=True)):
            if not one.text:
                bad += _NO_NAMES if at == first else _EMPTY
            else:
                if (one.text, kind) not in known:
                    known[one.text, kind] = _misfit(one, kind)
                bad += known[one.text, kind]
            if bad >= NEVER:
                break
        else:
            if row[0].text:
                yield bad, row


def _misfit(one: Cell, kind: str) -> int:
    """How badly a cell fits a column, where a part of a name may stand in another line or column."""
    bad = misfit(one, kind)
    if kind not in WHO:
        return bad
    for name in _PART.split(one.text):
        if _END.fullmatch(name) or DUE.fullmatch(name[:2]):
            bad += _HALF
        elif _TWO.search(name):
            bad += _RUN
    return bad


def _ways(pieces: list[Cell], count: int, fewest: int) -> Iterator[_Way]:
    """The ways to give the pieces of a line to what has to be done, which comes first, and at most one to each of `count` columns behind
    it, but to no less than `fewest` of these."""
    for behind in range(fewest, min(count, len(pieces)) + 1):
        lead = pieces[: len(pieces) - behind]
        last = pieces[len(pieces) - behind :]
        for columns in combinations(range(1, count + 1), behind):
            yield (*((0, one) for one in lead), *zip(columns, last, strict=True))
