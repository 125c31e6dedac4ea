"""Paragraph → heading: numbered headings in all their styles, Markdown headings, annexes, and where their titles end.

What a style looks like stands in `data/headings.csv`. How headings nest is for `outline`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

from carbonpeak.datafiles import rows
from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.structure.clean import Text
from carbonpeak.structure.ordinals import ENCLOSED, ordinal, shape_of

_STYLES = rows("headings")
_RANKS = {row["style"]: float(row["rank"]) for row in _STYLES}
_HEADING = lazy("|".join(f"(?P<{row['style']}>{row['pattern']})" for row in _STYLES))
FIRST = frozenset("第一二三四五六七八九十(0123456789、附专重行任" + ENCLOSED)
_ANNEX = lazy(r"附[件表录](?:\d{1,2}?(?=20\d\d年)|\d{0,2})[:.]?")  # 附件2 2025年…, without its blank
_LEADER_END = frozenset("….·0123456789")
_LEADER = lazy(r"(?:…|\.{3}|·{3})[…. ·\d]*$|\d$(?<=[…·]\d)")  # a line of a table of contents: 一、发展基础……3
_NEXT = r"(?=(?:[一二三四五六七八九十]{1,3}、|\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|\d{1,2}[.、](?!\d)|[㈠-㈩⑴-⒛]){han})"
_INLINE = lazy(rf"[。;)〕\]】](?=[一二三四五六七八九十(0-9㈠-㈩⑴-⒛]){_NEXT}")
_AFTER_LIST = lazy(rf":(?<=单位:|部门:)[^。\n]{{2,200}}?[一-鿿)]{_NEXT}")
_CHAPTER = lazy(rf",(?=[一二三四五六七八九十]{{1,2}}、(?:{PHRASES['bare_chapter']}))")
_SHORT_LINES = 150  # characters of a line, on an average, above which a copy has lost breaks
_LONG_LINE = 200  # characters of a line that holds several items
_LONGEST_LINE = 24  # characters of a heading that is a line
_BARE = lazy(rf"(?:{PHRASES['bare_title']})(?=[“0-9到以通经全坚深按围为认紧贯在力各])")
_NAMED = lazy(r"【[^【】\n:]{2,24}】(?!:)")
_YEAR = lazy("20[0-9][0-9]年")
_COUNT = lazy(r"(\(?)(\d{1,2})[.、)]")
_GLUED = lazy(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))"
    rf"(?:[^。,;:()\d\n]{{2,30}}{_NEXT}|[^。;:()\d\n]{{4,40}}(?=(?:\(一\)|1[.、](?!\d)){{han}}))"
)
_LISTED = lazy(r"[(\[【〔](?=[^()]{0,300}?(?:责任|牵头|负责|配合|参与))")  # who is responsible is not part of a title
HANGING = "、，；："  # at the end of words that a copy breaks off
_SPACED = ("han_spaced", "arabic_spaced")  # a number with nothing but a blank behind it
_MARKDOWN_RANK = 2
_ARABIC = 4  # the rank of 1. and 1、
_BRACKETED = 3  # the rank of （一）
_DEEPER = 0.2  # between the rank of a chapter and that of what is counted below it
_LARGEST_GAP = 3  # headings that a copy may have lost between two


class Section:
    """A heading with the text under it, up to the next heading. Offsets point into the cleaned text."""

    __slots__ = (
        "body",
        "children",
        "cut",
        "end",
        "kind",
        "number",
        "ordinal",
        "parent",
        "path",
        "rank",
        "start",
        "title",
    )

    def __init__(self, rank: float, ordinal: str, number: str | None, title: str | None, start: int, body: int) -> None:
        self.rank = rank
        self.ordinal = ordinal
        self.number = number
        self.title = title
        self.start = start
        self.body = body  # where the text after the title begins
        self.end = body
        self.cut = False  # whether the text breaks off within its first sentence
        self.kind = ""
        self.path = ""
        self.parent: Section | None = None
        self.children: list[Section] = []

    @property
    def words(self) -> int:
        """Where its words begin, behind its number."""
        return self.start + len(self.number or "")

    @property
    def level(self) -> int:
        """1 for a chapter, 0 for what stands outside the outline."""
        return self.path.count(".") + 1 if self.ordinal else 0


@cache
def _groups() -> dict[str, int]:
    """For the name of a style's group the group that holds the ordinal."""
    return {name: number + 1 for name, number in _HEADING.groupindex.items()}


def blocks(text: str) -> list[tuple[int, int]]:
    """The paragraphs of a text; where a copy has lost its line breaks, a paragraph also begins at a heading behind a full stop, a
    list or another heading."""
    spans = []
    inside = [found.end() for found in _INLINE.finditer(text)]
    if text.count("\n") * _SHORT_LINES < len(text):  # lists that nothing ends
        more = [*_AFTER_LIST.finditer(text), *_CHAPTER.finditer(text)]
        inside = sorted({*inside, *(found.end() for found in more)})
    elif "位:" in text or "门:" in text:
        inside = sorted({*inside, *_after_lists(text)})
    start = 0
    for block in text.split("\n"):
        end = start + len(block)
        at = start
        while block:
            glued = _GLUED.match(text, at, end) if text[at] in FIRST else None
            place = bisect_left(inside, at + 2) if inside else 0
            while (
                place < len(inside)
                and inside[place] < end
                and (
                    (text[inside[place] - 1] == ";" and not _counts_on(text, at, inside[place]))
                    or _is_enumerated(text, at, inside[place])
                )
            ):
                place += 1
            if glued:
                cut = glued.end()
            elif place < len(inside) and inside[place] < end:
                cut = inside[place]
            else:
                spans.append((at, end))
                break
            spans.append((at, cut))
            at = cut
        start = end + 1
    return spans


def _after_lists(text: str) -> Iterator[int]:
    """Where headings begin behind a list in long lines that hold several lists."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if len(line) > _LONG_LINE and line.count("位:") + line.count("门:") > 1:
            yield from (found.end() for found in _AFTER_LIST.finditer(text, start, end))
        start = end + 1


def _is_enumerated(text: str, start: int, at: int) -> bool:
    """Whether a sentence lists what is counted at a place, behind a colon: 明确了政策:1.设备补贴。2.运行补贴。"""
    count = _COUNT.match(text, at)
    return count is not None and text.find(f":{int(count[2]) - 1}{text[count.end(2)]}", start, at) > start


def _counts_on(text: str, start: int, at: int) -> bool:
    """Whether the items that begin at two places are counted one after the other: 1. … ；2. …"""
    one, two = _COUNT.match(text, start), _COUNT.match(text, at)
    return one is not None and two is not None and (two[1], int(two[2])) == (one[1], int(one[2]) + 1)


def _title_end(clean: Text, start: int, end: int) -> int:
    """Where the title of a heading that begins at `start` (behind its number) ends, in a block that ends at `end`."""
    text = clean.text
    if text.startswith("【", start):
        named = _NAMED.match(text, start, end)  # 第三条【屋顶光伏】
        if named:
            return named.end()
    if end - start > _LONGEST_LINE:
        bare = _BARE.match(text, start)
        if bare:
            return bare.end()
    listed = _LISTED.search(text, start, min(end, start + 60))
    if listed:
        end = listed.start()
    stop = text.find("。", start, min(end, start + 60))
    if stop >= 0 and "," in text[start:stop]:
        spaced = _spaced_end(clean, start, end)
        if spaced and "," not in text[start:spaced]:
            return spaced
    if stop >= 0 and "," not in text[start:stop][24:]:
        return stop
    if end - start <= 50:
        return end
    return _spaced_end(clean, start, end) or start


def _spaced_end(clean: Text, start: int, end: int) -> int:
    """Where a title ends that nothing parts from the text behind it but a blank, which the cleaned text no longer has; 0 where none does."""
    index = bisect_right(clean.starts, start)
    if index < len(clean.starts) and 4 <= clean.starts[index] - start <= 30 and _gap(clean, index).isspace():
        further = range(index + 1, min(index + 4, len(clean.starts)))
        if not any(_gap(clean, other) == " " for other in further if clean.starts[other] < end):
            return clean.starts[index]
    return 0


def _gap(clean: Text, index: int) -> str:
    """What the copy has between two Chinese characters, or before a year, where piece `index` of the cleaned text begins; '' between others."""
    at = clean.starts[index]
    if clean.text[at - 1].isascii() or (clean.text[at].isascii() and not _YEAR.match(clean.text, at)):
        return ""
    return clean.raw[clean.to_raw(at - 1) + 1 : clean.to_raw(at)]


def _is_line(clean: Text, at: int, end: int) -> bool:
    """Whether a title stands in a line without a mark, a blank before it and none in it: 三 重点任务."""
    return (
        _has_gap(clean, at)
        and clean.text[at:end].isalnum()
        and clean.to_raw(end - 1) - clean.to_raw(at) == end - 1 - at
    )


def _has_gap(clean: Text, at: int) -> bool:
    """Whether the copy has a blank before this character of the cleaned text."""
    return clean.to_raw(at) > clean.to_raw(at - 1) + 1


def _below(written: str, stack: list[Section]) -> tuple[float, str] | None:
    """Rank and ordinal of a heading that is counted in decimals, 2.3.1: below the heading with the count 2.3, or 2 for 2.1, and the next one
    there. None where it does not fit; a text that begins in the middle of a plan has none above it."""
    prefix, _, last = written.rpartition(".")
    counts = [(section, *(section.number or "").strip(".、").rpartition(".")) for section in reversed(stack)]
    for section, above, dot, own in counts:
        if dot and above == prefix:  # its neighbour
            fits = 0 < int(last) - int(own) <= _LARGEST_GAP
            return (section.rank, written if "." in section.ordinal else ordinal(last)) if fits else None
    for section, above, dot, own in counts:
        if (dot or section.rank <= _ARABIC) and prefix in (f"{above}{dot}{own}", "" if dot else section.ordinal):
            return (section.rank + _DEEPER, ordinal(last)) if last in ("1", "01") else None
    if not stack:
        return _ARABIC, written
    first = (stack[0].number or "").strip(
        ".、"
    )  # chapters whose headings are lost, or have no mark behind their number
    alike = "." in first and first.count(".") == written.count(".")
    return (stack[0].rank, written) if alike and last in ("1", "01") else None


def _nested(rank: float, shape: str, number: str, stack: list[Section]) -> float:
    """The rank of a heading that does not stand below the last one by its style: that of its kind above it, or, where none is and
    it is the first, one deeper: 1) below 1., 1. below 2.1."""
    for section in reversed(stack):
        if shape_of(section.number) == shape:
            return section.rank
    # （三） below 专项行动二 goes on the count of those below 专项行动一
    return stack[-1].rank + _DEEPER if number == "1" or stack[-1].rank == _RANKS["named"] else rank


def heading_at(clean: Text, start: int, end: int, stack: list[Section]) -> Section | None:
    """The heading that the block `start:end` opens with, or None."""
    text = clean.text
    found = _HEADING.match(text, start, end)
    if found:
        style = found.lastgroup or ""
        rank, inner, body = _RANKS[style], _groups()[style], found.end()
        if body >= end or (text[end - 1] in _LEADER_END and _LEADER.search(text, body, end)):
            return None
        written = found[inner] or next(group for group in found.groups()[inner:] if group)
        if style == "decimal":
            place = _below(written, stack)
            if place is None:
                return None
            rank, number = place
        elif style == "named" and not (text[body - 1] in ":、." or _has_gap(clean, body)):
            return None  # 行动一致
        elif style in _SPACED and not (end - body <= _LONGEST_LINE and _is_line(clean, body, end)):
            return None  # 一是加快…
        else:
            number = ordinal(written)
            if not number:
                return None  # （十三五）期间
            if stack and _BRACKETED <= rank <= stack[-1].rank:
                rank = _nested(rank, shape_of(text[start:body]), number, stack)
        title_end = _title_end(clean, body, end)
        title = clean.words(body, title_end).rstrip(HANGING).strip("【】") or None
        section = Section(
            rank,
            number,
            clean.words(start, body),
            title,
            start,
            min(title_end + (text.startswith("。", title_end)), end),
        )
        return section
    annex = _ANNEX.match(text, start, end)
    if annex and end - start <= 60:
        return Section(-1, "annex", annex[0], clean.words(annex.end(), end).strip("|") or None, start, end)
    if text[start] == "、" and end - start <= 16:  # a lost ordinal
        before = next((section for section in stack if section.rank == 2), None)
        return Section(
            2,
            str(int(before.ordinal) + 1) if before and before.ordinal.isdigit() else "1",
            "、",
            clean.words(start + 1, end),
            start,
            end,
        )
    if start in clean.headings and stack and end - start <= 40 and not text.endswith("。", start, end):
        return Section(_MARKDOWN_RANK, "", None, clean.words(start, end), start, end)
    return None
