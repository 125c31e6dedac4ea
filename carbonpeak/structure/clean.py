"""Document → Text: joins wrapped lines, drops page furniture and noise, folds widths; every character keeps its place in the original.

Only the shape of the text is judged here (what is a line break, what is a page number). What a line means is for `outline`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, compress
from operator import sub

from carbonpeak.patterns import lazy
from carbonpeak.shape import NamedTuple
from carbonpeak.structure import shifted
from carbonpeak.structure.breaks import ends_sentence, goes_on, is_break, wrap_width
from carbonpeak.structure.noise import (
    COUNTED_LINE,
    GLOSS,
    HYPHENED,
    INLINE_REST,
    TONED,
    WHITE,
    gap_pattern,
    is_noisy,
    is_shared,
    running_heads,
)
from carbonpeak.tables.cells import PAGE_OF
from carbonpeak.tables.locate import Table, find
from carbonpeak.text.fold import fold, visible

# Lines that belong to the page and not to the text: page numbers in their usual dress, horizontal rules.
_FURNITURE = (
    rf"(?:[-—–―_=*]{{3,}}|[-—–―]+[{WHITE}]*\d{{1,3}}[{WHITE}]*[-—–―]+|\d{{1,3}}(?:[ ]?/[ ]?\d{{1,3}})?(?![{WHITE}]*\n[{WHITE}]*[年月日号%％万亿个])"
    rf"|{PAGE_OF})[^\S\n]*(?:\n|\Z)"
)
_FURNITURE_LINES = lazy(rf"(?:{_FURNITURE}[{WHITE}]*)+")
_FURNITURE_START = frozenset("-—–―_=第0123456789")
_HASHES = lazy(r"#{1,6}\s*")
_SQUEEZE = lazy(
    rf"{HYPHENED}|[{WHITE}—–](?:(?<=[—–]){INLINE_REST}|(?<![—–])(?:(?<=\n)|[{WHITE}]*\n)[{WHITE}]*(?:{_FURNITURE}[{WHITE}]*)+|(?<![—–])[{WHITE}]*)"
)

_WIDTHS = [*zip("（），：；％～．﹒！？｛｝", "(),:;%~..!?()", strict=True)]
_DRESS = [("(", "（"), (")", "）"), (",", "，"), (":", "："), (";", "；")]
_FULLWIDTH = lazy(r"[０-９Ａ-Ｚａ-ｚ＋－／［］]")
_FULL_TABLE = {c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
_SMALL = str.maketrans("﹐﹑﹔﹕﹙﹚﹪", ",、;:()%")
# 到二〇二五年; a date under a notice stays as it is written.
_HAN_YEAR = lazy("二[〇○零][〇○零一二三四五六][〇○零一二三四五六七八九](?=年(?![元一二三四五六七八九十]{1,2}月))")
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
# The same where others stop as usual: behind a word of two letters that is no ordinal (一.总体要求).
_DOT_END = lazy(
    r"\.(?:(?<=[一-鿿%)”A-Za-z]\.)(?=\n|$)|(?<=m[23]\.)(?=\n|$|[一-鿿“]|20\d\d[-—~年])|(?<=[%)”]\.)(?=[一-鿿“]|20\d\d[-—~年])"
    r"|(?<=[^\W\d_一二三四五六七八九十百章节][^\W\d_一二三四五六七八九十章节条]\.)(?=[一-鿿“]|20\d\d[-—~年]))",
    re.MULTILINE,
)
_DOT_STOP = lazy(
    r"(?<=[一-鿿%)”\"])(?<!^[一二三四五六七八九十])(?<!^十[一二三四五六七八九])\.(?=[一-鿿“\"(（\n]|20[2-6][0-9][-—~年]|\d{1,2}月|$)"
    r"|(?:(?<=[^\n\d]\d\.\d)|(?<=[^\n\d]\d\.\d\d))\.(?=[一-鿿“\"(\n]|$)",  # 不高于1.5. (甲局)
    re.MULTILINE,
)
_CALL = lazy(r"!(?<=[一-鿿%)”a-zA-Z]!)(?=\n|$|[一-鿿“]|20\d\d年)")  # 确保达到60%！ ends a sentence


class Text(NamedTuple):
    """One document, cleaned. `written` and `text` have the same length; blocks are parted by a single line feed.

    `written` holds the words as they stand, without white space, furniture and noise; `text` the same with widths and
    traditional characters folded, for matching; `own` is `text` in the characters that the copy has, and `text` itself where these
    are simplified; `printed` is `text` in the punctuation of Chinese print, for records. `starts`/`shifts` map an offset of any of
    them back to `raw`.
    """

    raw: str
    written: str
    text: str
    own: str
    printed: str
    starts: list[int]
    shifts: list[int]
    headings: dict[int, int]  # offset of a block that Markdown marks as a heading → its level
    tables: list[Table]  # left out of `text`
    layout: tuple[int, bool]  # the width at which lines are wrapped, or 0; whether there is noise to drop

    def words(self, start: int, end: int) -> str:
        """A run as a record states it."""
        return self.printed[start:end].replace("\n", "")

    def to_raw(self, offset: int) -> int:
        """The place in `raw` of the character at `offset` of the cleaned text."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The run of `raw` that the cleaned run `start:end` was made from; `end` is exclusive in both."""
        starts, shifts = self.starts, self.shifts
        index = bisect_right(starts, start)
        shift = shifts[index - 1]
        if index == len(starts) or end <= starts[index]:  # in one piece
            return start + shift, end + shift
        first, last = start + shift, self.to_raw(end - 1)
        return min(first, last), max(first, last) + 1  # the pieces of a cell may stand in another order


def dress(words: str) -> str:
    """Folded words in the punctuation of Chinese print, whatever the copy had: a record does not depend on widths."""
    if words.isalnum():
        return words
    for narrow, wide in _DRESS:
        if narrow in words:
            words = words.replace(narrow, wide)
    return words.replace("\n", "")


def squeeze(text: str) -> str:
    """A run of an original text without its white space and page furniture: what a quote has to equal."""
    if "\n" in text or "—" in text or "–" in text or "- " in text:
        return _SQUEEZE.sub("", text)
    return visible("".join(text.split()))


def _tables(raw: str, shared: bool, noisy: bool, heads: str) -> list[Table]:
    """The tables of a text: in one from a page that shares documents, as they were before it was cut into pieces; in one with
    pinyin behind its characters, or with lines that are printed on every page, without these."""
    gaps: list[tuple[int, int]] = []
    whole = raw
    if heads:
        repeated = re.compile(rf"(?<=\n)[^\S\n]*(?:{heads})(?=[^\S\n]*\n)")
        gaps += [mark.span() for mark in repeated.finditer(raw)]
        whole = repeated.sub(lambda mark: " " * len(mark[0]), whole)
    if shared:
        gaps += [mark.span() for mark in COUNTED_LINE.finditer(raw)]
        whole = COUNTED_LINE.sub(lambda mark: " " * len(mark[0]), whole)
    if noisy and any(tone in raw for tone in TONED):
        gaps += [mark.span() for mark in GLOSS.finditer(raw)]
        whole = GLOSS.sub(lambda mark: "\u200b" * len(mark[0]), whole)
    tables = find(whole)
    if gaps:
        tables = [one._replace(rows=[[cell.without(gaps) for cell in row] for row in one.rows]) for one in tables]
    return tables


def _pages(heads: str) -> re.Pattern[str]:
    """What the pages of a text print besides it: their numbers, and the lines that stand behind these."""
    if not heads:
        return _FURNITURE_LINES
    return re.compile(rf"(?:(?:{_FURNITURE}|(?:{heads})[^\S\n]*(?:\n|\Z))[{WHITE}]*)+")


def clean(raw: str, runs: Sequence[tuple[int, int]] | None = None, layout: tuple[int, bool] | None = None) -> Text:
    """Reads `raw` into a `Text`. Never fails: what a line means is not judged here.

    With `runs`, only these parts of it, put together as one (the pieces of a table's cell); `layout` is then that of the
    whole text.
    """
    shared = runs is None and is_shared(raw)
    width, noisy = layout = layout or (wrap_width(raw.split("\n")), is_noisy(raw))
    heads = "|".join(map(re.escape, running_heads(raw))) if runs is None else ""
    pages = _pages(heads)
    tables = _tables(raw, shared, noisy, heads) if runs is None else []
    gaps = gap_pattern(raw, noisy, shared)
    pieces: list[str] = []  # words in turn with what parts them: nothing, or the line feed between two blocks
    places: list[int] = []  # where each of them stands in `raw`
    filled = False  # whether any piece holds words
    marked: dict[int, int] = {}  # a piece that Markdown marks as a heading → its level
    edges = [0, *(edge for table in tables for edge in table[:2]), len(raw)]
    for begin, stop in runs or zip(edges[::2], edges[1::2], strict=True):
        if runs is None and filled:
            pieces.append("\n")
            places.append(begin)
        parts = gaps.split(raw[begin:stop])
        own = [*accumulate(map(len, parts), initial=begin)]
        _lay_out(raw, parts, own, (width, pages), len(pieces), marked)
        pieces += parts
        filled = filled or any(parts)
        places += own[:-1]
    written = "".join(pieces)
    starts = [*accumulate(map(len, pieces), initial=0)]
    headings = {starts[piece]: level for piece, level in marked.items()}
    starts = [*compress(starts, pieces)]
    shifts = [*map(sub, compress(places, pieces), starts)]
    simple = fold(written)
    text = _narrowed(simple)
    own_text = text if simple is written else _narrowed(written)
    printed = text
    for narrow, wide in _DRESS:
        printed = printed.replace(narrow, wide)
    return Text(raw, written, text, own_text, printed, starts, shifts, headings, tables, layout)


def _lay_out(
    raw: str,
    parts: list[str],
    places: list[int],
    form: tuple[int, re.Pattern[str]],
    first: int,
    marked: dict[int, int],
) -> None:
    """Decides about the gaps in a run of `raw`, every second one of its `parts`: each becomes a line feed, where a block ends,
    or nothing.

    `places` tells where the parts begin and the last one ends, `form` the width at which lines are wrapped and what a page prints. Page furniture becomes empty, the marks of a Markdown heading are
    cut off. `first` is the number of the first part among all pieces; `marked` takes the headings.
    """
    width, pages = form
    stop = places[-1]
    broken = [number for number in range(1, len(parts), 2) if "\n" in parts[number]]
    if len(parts) > 1 and not parts[0] and broken[:1] != [1]:
        broken.insert(0, 1)  # white space at the very beginning
    parts[1::2] = [""] * (len(parts) // 2)
    hashes, paragraphs = raw.find("#", places[0], stop) >= 0, not width
    at = line = block = places[0]
    fresh = True  # nothing stands in the block yet
    for number in broken:
        a, b = places[number], places[number + 1]
        if a < at:  # inside what has been cut off
            continue
        fresh = fresh and a == at
        at = b
        page = None
        numbered = pages is not _FURNITURE_LINES and any(
            map(str.isdigit, raw[a:b])
        )  # the gap holds the number of a page
        if (numbered or raw[b : b + 1] in _FURNITURE_START) and raw.find("\n", a, b) >= 0:
            page = pages.match(raw, b, stop)
            if page:
                at = page.end()
                _cut(parts, places, number + 1, at)
        if (
            not fresh
            and not (page and at < stop and goes_on(raw, block, a, at))
            and a > line
            and at < stop
            and ((paragraphs and ends_sentence(raw, a)) or is_break(raw, block, line, a, at, width))
        ):
            parts[number] = "\n"
            fresh = True
        if fresh:
            block = at
        line = at
        if hashes and fresh and raw.startswith("#", at):
            mark = _HASHES.match(raw, at, stop)
            if mark:
                level = len(mark[0].rstrip())
                at = mark.end()
                if raw.startswith("**", at):
                    at += 2
                marked[first + _cut(parts, places, number + 1, at)] = level


def _cut(parts: list[str], places: list[int], number: int, at: int) -> int:
    """Empties the parts from `number` on as far as `at`; returns the number of the part that goes on there."""
    while number < len(parts) and places[number + 1] <= at:
        parts[number] = ""
        number += 1
    if number < len(parts) and places[number] < at:
        parts[number] = parts[number][at - places[number] :]
        places[number] = at
    return number


def _narrowed(text: str) -> str:
    """The same length in half-width punctuation."""
    for wide, narrow in _WIDTHS:
        text = text.replace(wide, narrow)
    rows = text.encode("utf-16-le", "surrogatepass")[1::2]  # of Unicode, in which its characters stand
    if b"\xff" in rows and _FULLWIDTH.search(text):
        text = text.translate(_FULL_TABLE)
    if b"\xfe" in rows:
        text = text.translate(_SMALL)
    if "〇" in text or "○" in text or "二零" in text:
        text = _HAN_YEAR.sub(lambda year: year[0].translate(_HAN_DIGITS), text)
    if text.count("。") * 400 < len(text):
        text = _DOT_STOP.sub("。", text)
    if "." in text:
        text = _DOT_END.sub("。", text)
    if shifted.FIRST in text:
        text = shifted.restored(text)
    if "!" in text:
        text = _CALL.sub("。", text)
    return text
