"""Tables whose columns are told by where they stand on the page, with empty lines between the rows: a cell of several lines stands below
itself, and what groups rows or counts them stands in the middle of its row.

Where no line has ink, two columns part. A copy that has lost the places of its columns is for `unmarked`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from carbonpeak.patterns import lazy
from carbonpeak.shape import NamedTuple
from carbonpeak.tables.cells import (
    EMPTY,
    GROUP,
    GROUP_WORDS,
    PAGE,
    Cell,
    Line,
    Lines,
    Row,
    cell,
    header,
    is_figure,
    is_header,
)
from carbonpeak.tables.pieces import NUMBER_HEADING, Piece, headings, pieces

AFTER = lazy(rf"{GROUP_WORDS}|第[一二三四五六七八九十]+[章节]|附[件表]|[注说备][明注]?[：:]")  # what follows a table
_FEWEST = 3  # columns
_MOST_LINES = 800
_MOST_FAILED = 12  # lines of a text that look like a head and are none, behind which no further one is looked at
_MOST_HEADS = 3  # lines above or below the one with most headings
_LONGEST_HEADING = 16
_ODD_LINES = 10  # one of so many may have ink where a column ends
_LEFT = 12  # places from the left at which a heading between rows may begin


class Cut(NamedTuple):
    """Where on the page one column ends and the next begins, and the middle of the headings on both sides."""

    place: int
    left: int
    right: int


def laid(lines: Lines, index: int) -> tuple[list[Row], int]:
    """The table one of whose lines of headings is a line, and how many lines it takes from there; nothing where its columns do not
    stand apart."""
    if lines.failed == _MOST_FAILED:
        return [], 0
    for first, last in _spans(lines, index):
        head = _head(lines, first, last)
        if len(head) < _FEWEST or not is_header(header([one.cell for one in head])):
            continue
        body, end = _body(lines, first, last, head)
        cuts = _cuts(
            head, [*(lines[at] for at in range(first, last + 1)), *(line for line in body if line is not None)]
        )
        if cuts:
            table = _table(head, body, cuts)
            if table:
                return table, end - index
    lines.failed += 1
    return [], 0


def _spans(lines: Lines, index: int) -> list[tuple[int, int]]:
    """Which lines may be the head that a line belongs to, all of them first: those above and below it that no empty line parts, and itself
    alone."""
    heads = pieces(lines[index], NUMBER_HEADING)
    first = last = index
    while index - first < _MOST_HEADS and first and _may_head(lines[first - 1], heads):
        first -= 1
    while last - index < _MOST_HEADS and last + 1 < len(lines) and _may_head(lines[last + 1], heads):
        last += 1
    return [*dict.fromkeys(((first, last), (index, last), (first, index), (index, index)))]


def _may_head(line: Line, heads: list[Piece]) -> bool:
    """Whether a line may belong to the head: it has headings, no figures and no title above several of them."""
    found = pieces(line)
    if not found or any(is_figure(one.cell) or len(one.cell.text) > _LONGEST_HEADING for one in found):
        return False
    return all(sum(one.start < other.end and other.start < one.end for other in heads) <= 1 for one in found)


def _head(lines: Lines, first: int, last: int) -> list[Piece]:
    """The headings of some lines, those that stand below each other as one each."""
    columns: list[Piece] = []
    for one in sorted(one for at in range(first, last + 1) for one in headings(lines[at])):
        if columns and one.start < columns[-1].end:
            above, below = sorted((columns[-1].cell, one.cell), key=lambda cell: cell.pieces)
            columns[-1] = Piece(columns[-1].start, max(columns[-1].end, one.end), above.joined(below))
        else:
            columns.append(one)
    return columns


def _body(lines: Lines, first: int, last: int, head: list[Piece]) -> tuple[list[Line | None], int]:
    """The lines below a head, and behind which line they end; None stands for the end of a page, and the head once more."""
    heads = {"".join(words.split()) for words in lines.texts[first : last + 1]}
    body: list[Line | None] = []
    end = last + 1
    for at in range(last + 1, min(len(lines), last + _MOST_LINES)):
        line = lines[at]
        if PAGE.fullmatch(line.text) or "".join(line.text.split()) in heads:
            body.append(None)
            continue
        found = pieces(line)
        if len(found) == 1 and _ends(found[0], head, lines, at):
            break
        body.append(line)
        end = at + 1 if found else end
    return body[: end - last - 1], end


def _ends(one: Piece, head: list[Piece], lines: Lines, at: int) -> bool:
    """Whether a line with a single piece stands behind the table: its words run over two columns, or open what follows."""
    if _is_group(one, lines[at]):
        following = next((place for place in range(at + 1, len(lines)) if lines.texts[place].strip()), at)
        return len(pieces(lines[following])) < _FEWEST - 1
    over = sum(one.start <= heading.start and heading.end <= one.end for heading in head)
    return (over > 1 and one.start < head[1].start) or AFTER.match(one.cell.text) is not None


def _is_group(one: Piece, line: Line) -> bool:
    """Whether a piece that is alone in its line is a heading between rows: 一、清洁电源."""
    return one.start < _LEFT and GROUP.match(line.text.strip()) is not None


def _cuts(head: list[Piece], lines: list[Line]) -> list[Cut]:
    """Where one column ends and the next begins: where the fewest lines have ink, at the widest such place between two headings; nothing
    where too many have."""
    ink: Counter[int] = Counter()
    count = 0
    for line in lines:
        found = pieces(line)
        if len(found) > 1 or (found and not _is_group(found[0], line)):
            count += 1
            ink.update(place for at, place in _places(line.text) if not line.text[at].isspace())
    cuts: list[Cut] = []
    for one, other in pairwise(head):
        between = range((one.start + one.end) // 2, (other.start + other.end) // 2 + 1)
        fewest = min(ink[place] for place in between)
        if fewest > count // _ODD_LINES:
            return []
        best = run = 0
        for place in between:
            run = run + 1 if ink[place] == fewest else 0
            if run and run >= best:
                best, cut = run, place - run // 2
        cuts.append(Cut(cut, (one.start + one.end) // 2, (other.start + other.end) // 2))
    return cuts


def _places(text: str) -> Iterator[tuple[int, int]]:
    """The characters of a line by their number, each with the places on the page that it takes."""
    place = 0
    for at, mark in enumerate(text):
        yield at, place
        place += 1
        if mark > "\u2e7f":
            yield at, place
            place += 1


def _table(head: list[Piece], body: list[Line | None], cuts: list[Cut]) -> list[Row]:
    """The rows of a table below its head; none where several stand between two empty lines."""
    kinds = header([one.cell for one in head])
    number = kinds.index("number") if "number" in kinds else -1
    worded = max((at for at, kind in enumerate(kinds) if kind in ("content", "indicator", "project")), default=0)
    groups = {at for at in range(worded) if at != number}
    table: list[Row] = []
    broken: Row | None = None  # a row that a page break parts from its number
    for block in _blocks(body, cuts, groups):
        row = [EMPTY] * len(head)
        if isinstance(block, Cell):
            table.append([block])
            continue
        if number >= 0 and len(block.lines) > 1 and all(line[number].text.isdecimal() for line in block.lines):
            table += block.lines  # a row a line
            continue
        if number < 0 and len(block.lines) > 1 and _are_rows(block.lines, kinds):
            table += block.lines
            continue
        for line in block.lines:
            if number >= 0 and line[number].text and row[number].text:
                return []
            row = _both(row, line)
        begins = row[number].text.isdecimal() if number >= 0 else sum(1 for one in row if one.text) > 1
        if begins:
            table.append(_both(broken, row) if broken else row)
            broken = None
        elif number >= 0 and block.before_break and not block.behind_break:
            broken = row
        elif table and len(table[-1]) == len(row):
            table[-1] = _both(table[-1], row)
        else:
            return []
    return [[one.cell for one in head], *table] if len(table) >= _FEWEST else []


def _are_rows(lines: list[Row], kinds: list[str]) -> bool:
    """Whether each line of a block is a row, in a table without numbers: it has a name and figures."""
    if "indicator" not in kinds:
        return False
    name = kinds.index("indicator")
    goals = [at for at, kind in enumerate(kinds) if kind.isdigit() or kind == "value"]
    return all(row[name].text and any(is_figure(row[at]) for at in goals) for row in lines)


def _both(one: Row, more: Row) -> Row:
    return [first.joined(second) for first, second in zip(one, more, strict=True)]


class _Block(NamedTuple):
    """Lines of cells that no empty line parts, and whether a page ends behind them or before them."""

    lines: list[Row]
    before_break: bool
    behind_break: bool


def _blocks(body: list[Line | None], cuts: list[Cut], groups: set[int]) -> list[_Block | Cell]:
    """The blocks of a table, and the headings between them. A line with words in the columns `groups` alone, which group rows, counts as
    an empty one."""
    blocks: list[_Block | Cell] = []
    lines: list[Row] = []
    behind = False
    found_in = [pieces(line) if line else [] for line in body]
    indent = min((found[0].start for found in found_in if len(found) > 1), default=0)
    for line, found in zip([*body, None], [*found_in, []], strict=True):
        alone = line is not None and len(found) == 1 and (found[0].start < indent or _is_group(found[0], line))
        group = found[0].cell if alone else None
        row = _cells(line, cuts) if line and not group else []
        if any(one.text for at, one in enumerate(row) if at not in groups):
            lines.append(row)
            continue
        if lines:
            blocks.append(_Block(lines, line is None, behind))
            lines, behind = [], False
        elif line is None and blocks and isinstance(blocks[-1], _Block):
            blocks[-1] = blocks[-1]._replace(before_break=True)
        behind = behind or line is None
        if group:
            blocks.append(group)
    return blocks


def _cells(line: Line, cuts: list[Cut]) -> Row:
    """The cells of a line, parted at places on the page. Words that run over such a place belong to the column that holds most of them,
    but for those that stand below the headings on both sides, which are parted at a blank."""
    text = line.text
    words = [(one.start, one.end) for one in pieces(line)]
    at_place = {place: at for at, place in _places(text)}
    edges = [0]
    for cut, left, right in cuts:
        place = cut
        over = next(((start, end) for start, end in words if start < cut < end), None)
        if over is not None and over[0] < left and right < over[1]:
            at = at_place[cut]
            blanks = [blank for blank in (text.rfind(" ", edges[-1], at), text.find(" ", at)) if blank >= 0]
            edges.append(max(edges[-1], min(blanks, key=lambda blank: abs(blank - at), default=at)))
            continue
        if over is not None:
            place = over[1] if cut - over[0] >= over[1] - cut else over[0]
        edges.append(max(edges[-1], at_place.get(place, len(text))))
    return [cell(text[a:b], line.start + a) for a, b in pairwise([*edges, len(text)])]
