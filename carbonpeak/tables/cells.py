"""Lines and cells of a table in a text, and what a column holds by its heading (`data/columns.csv`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate, islice

from carbonpeak.datafiles import rows
from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.records import new
from carbonpeak.shape import NamedTuple
from carbonpeak.text.fold import INVISIBLE, fold, visible

_OF_PLACES = ("place", "sector", "goal", "quantity", "statistic", "thing")  # what only a table by place looks at
_KINDS = {"term": "deadline"}  # kinds that are read as another; only the label of a deadline dates an item of a text
_COLUMNS = [
    (_KINDS.get(row["kind"], row["kind"]), lazy(row["words"]))
    for row in rows("columns")
    if row["kind"] not in _OF_PLACES
]
BY_PLACE = {one["kind"]: lazy(one["words"]) for one in rows("columns") if one["kind"] in _OF_PLACES}
_YEAR = lazy(
    r"(?:(?:现状|基期|基准|实际|目标|预期|规划)值?[（(])?((?:19|20)\d\d)年?(?:[^\d]{0,8})$"
)  # 2025年目标, 现状值(2022年)
_SINCE = lazy(
    r"(?:20\d\d年)?[较比]((?:19|20)\d\d)年(?:水平)?(?:的?(?:变化|增减|升降|变动)|下降|降低|减少|提高|提升|增长|增加|降幅|增幅)"
)
SINCE = "since"  # what the kind of a column begins with that tells a change since a year
PAGE_OF = r"第[ ]?\d{1,3}[ ]?页(?:[ ]?[,，/]?[ ]?共[ ]?\d{1,3}[ ]?页)?"
PAGE = lazy(
    rf"\s*(?:[—–-]{{1,2}}\s*\d{{1,3}}\s*[—–-]{{1,2}}|{PAGE_OF})\s*"
)  # the number of a page in a line of its own
_FIGURE = lazy(
    r"[≥≤≧≦><±约]?[〔\[(]?[+-]?\d[\d,]*(?:\.\d+)?(?:[-~/]\d[\d.]*)?(?:[%‰]|个百分点)?(?:以[上下内]|左右)?[〕\])]?(?:\[[^\]]*\])?$|[—–‐‑/-]{1,2}$"
    rf"|(?:{PHRASES['figure_words']})$"
)
GROUP_WORDS = r"[ \u3000]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])"
GROUP = lazy(GROUP_WORDS)  # a heading between rows: 一、清洁电源
BROKEN = lazy(r"<br ?/?>")
_DECIMAL = lazy(r"(?<=[0-9])。(?=[0-9])")  # of copies that write every dot so
_LONGEST_HEADING = 24
_MOST_LINES = 5  # of a cell that a bar in a line of its own closes
_WIDTHS = str.maketrans("（）［］％～；：，＞＜．－", "()[]%~;:,><.-")
WHO = ("first", "lead", "support", "listed")


class Cell(NamedTuple):
    """The words of a cell without white space, and the pieces of the original they stand in: a page break parts a cell."""

    text: str
    pieces: tuple[tuple[int, int], ...]

    def joined(self, other: Cell) -> Cell:
        """One cell of both, this one first."""
        return Cell(self.text + other.text, self.pieces + other.pieces)

    def without(self, gaps: list[tuple[int, int]]) -> Cell:
        """The cell, its pieces parted at runs of the original that are none of its words."""
        pieces = self.pieces
        for a, b in gaps:
            parts = [((start, min(end, a)), (max(start, b), end)) for start, end in pieces]
            pieces = tuple(piece for pair in parts for piece in pair if piece[0] < piece[1])
        return Cell(self.text, pieces)

    def unbroken(self, raw: str) -> Cell:
        """The cell without the marks that break its lines."""
        if "<br" not in self.text:
            return self
        gaps = [mark.span() for piece in self.pieces for mark in BROKEN.finditer(raw, *piece)]
        return Cell(BROKEN.sub("", self.text), self.without(gaps).pieces)

    def places(self, raw: str) -> list[int]:
        """Where each character of the cell's words stands in the original."""
        return [
            at
            for piece in self.pieces
            for at in range(*piece)
            if not raw[at].isspace() and (raw[at].isprintable() or not INVISIBLE.match(raw, at))
        ]


Row = list[Cell]
EMPTY = Cell("", ())


def cell(words: str, start: int) -> Cell:
    """The cell of words that stand in the original at `start`."""
    text = words if words.isalnum() else visible("".join(words.split()))
    if "。" in text:
        text = _DECIMAL.sub(".", text)
    return new(Cell, (text, ((start, start + len(words)),))) if text else EMPTY


@lru_cache(maxsize=4096)
def kind_of(heading: str) -> str:
    """What a column holds by its heading: a kind of `data/columns.csv`, a year as `2025`, a change as `since2020`, or ''."""
    year = _YEAR.match(heading)
    if year:
        return year[1]
    since = _SINCE.match(heading)
    if since:
        return SINCE + since[1]
    return next((kind for kind, words in _COLUMNS if words.search(heading)), "")


def narrow(words: str) -> str:
    """Words with the marks of a heading or a figure in one width."""
    return fold(words).translate(_WIDTHS)


@lru_cache(maxsize=4096)
def is_place(words: str) -> bool:
    """Whether the heading of a column says that places stand below it: 县(市、区)."""
    return 1 < len(words) <= _LONGEST_HEADING and any(
        BY_PLACE[kind].search(narrow(words)) for kind in ("place", "sector")
    )


@cache
def _words_of(kinds: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(row["words"] for row in rows("columns") if row["kind"] in kinds), re.MULTILINE)


def names_one_of(row: Row, kinds: tuple[str, ...]) -> bool:
    """Whether a cell of the row may be the heading of a column of one of these kinds; cheaper than `header`."""
    words = fold("\n".join([cell.text for cell in row if len(cell.text) <= _LONGEST_HEADING]))
    return _words_of(kinds).search(words) is not None


def header(row: Row) -> list[str]:
    """The kind of each column."""
    return [kind_of(fold(cell.text)) if 0 < len(cell.text) <= _LONGEST_HEADING else "" for cell in row]


def is_header(kinds: list[str]) -> bool:
    """Whether the kinds of a row's cells are those of a table's head."""
    named = {"year" if kind.isdigit() else kind for kind in kinds if kind}
    return len(named) >= 2 and bool(named & {"number", "indicator", "content", *WHO})


@cache
def headings() -> str:
    """Every heading of `data/columns.csv` as alternatives of a pattern, the longest first."""
    known = (row["words"] for row in rows("columns") if row["kind"] not in _OF_PLACES)
    words = [word.strip("^$") for one in known for word in one.split("|")]
    return "|".join(sorted(words, key=len, reverse=True))


def is_figure(one: Cell) -> bool:
    """Whether a cell holds a figure, a dash for none, or words for one: ≥14, 〔36〕, 完成省下达目标."""
    return _FIGURE.match(narrow(one.text)) is not None


class Line(NamedTuple):
    """A line of the original; `end` is before its line feed."""

    start: int
    end: int
    text: str


class Lines:
    """The lines of a text; one becomes a `Line` when it is looked at, which most never are."""

    def __init__(self, raw: str) -> None:
        self.failed = 0  # how often a table was looked for in vain
        self.texts = raw.split("\n")
        self.starts = [*accumulate(map((1).__add__, map(len, self.texts)), initial=0)]

    def __len__(self) -> int:
        return len(self.texts)

    def text_of(self, first: int, end: int) -> str:
        """The lines from `first` to before `end` as they stand in the original."""
        return "\n".join(self.texts[first:end])

    def __getitem__(self, index: int) -> Line:
        start, text = self.starts[index], self.texts[index]
        return Line(start, start + len(text), text)


def filled(lines: Lines, index: int) -> Iterator[tuple[int, Cell]]:
    """The lines from `index` on that are not empty, each as a cell with its place among the lines. A bar at its end is none of its words.
    Where a line with nothing but a bar stands behind each cell, what stands before it is one, and its place that of its last line."""
    closed = index + 1 < len(lines) and lines.texts[index + 1].strip() == "|"
    place = index
    while place < len(lines):
        words = lines.texts[place]
        if closed and words.strip(" |\r"):
            stops = range(place + 1, min(place + _MOST_LINES, len(lines)))
            stop = next((at for at in stops if "|" in lines.texts[at]), len(lines) - 1)
            closed = lines.texts[stop].strip() == "|"
            if closed:
                yield stop - 1, cell(lines.text_of(place, stop), lines.starts[place])
                place = stop + 1
                continue
        one = cell(words.rstrip(" |\r") if "|" in words else words, lines.starts[place])
        if one.text:
            yield place, one
        place += 1


def below(lines: Lines, index: int, heads: Row) -> Iterator[tuple[int, Cell]]:
    """The same below the head of a table with one cell a line: without the numbers of pages, and without the head where the next page
    repeats it."""
    named = [one.text for one in heads]
    body = (one for one in filled(lines, index) if not PAGE.fullmatch(lines.texts[one[0]]))
    for one in body:
        more = [one]
        if one[1].text == named[0]:
            more += islice(body, len(named) - 1)
            if [cell.text for _, cell in more] == named:
                continue
        yield from more
