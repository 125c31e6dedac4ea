"""Document → Text: joins wrapped lines, drops page furniture and noise, folds widths; every character keeps its place in the original.

Only the shape of the text is judged here (what is a line break, what is a page number). What a line means is for `outline`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from carbonpeak.fold import fold
from carbonpeak.patterns import lazy
from carbonpeak.tables import Table, find

# An explicit class: the engine skips to its members three times as fast as to those of \s.
WHITE = " \t\n\r\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
# Lines that belong to the page and not to the text: page numbers in their usual dress, horizontal rules.
_FURNITURE = (
    rf"(?:[-—–―_=*]{{3,}}|[-—–―]+[{WHITE}]*\d{{1,3}}[{WHITE}]*[-—–―]+|\d{{1,3}}(?:[ ]?/[ ]?\d{{1,3}})?(?![{WHITE}]*\n[{WHITE}]*[年月日号%％万亿个])"
    r"|第[ ]?\d{1,3}[ ]?页(?:[ ]?[,，/]?[ ]?共[ ]?\d{1,3}[ ]?页)?)[^\S\n]*(?:\n|\Z)"
)
# A page number printed inside a sentence: — 2 —
_INLINE = r"[—–](?<![\d—][—–])[—–]?[ ]?\d{1,3}[ ]?[—–]{1,2}(?![\d—])"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńň"
# Noise that copies of web pages bring along: pinyin or a gloss in brackets behind a character, @@.
_SYLLABLE = rf"[A-Z]?[a-zü{_TONED}]{{1,7}}(?:[ ]?/[ ]?[a-zü{_TONED}]{{1,6}})*"
_PINYIN = rf"(?<=[一-鿿)）\]】])[（(【\[]{_SYLLABLE}[）)】\]]"
_GLOSSED = lazy(rf"[（(【\[]{_SYLLABLE}[）)】\]]")
_MANY_GLOSSES = 4  # so many and they are noise; a single one in brackets is an abbreviation that somebody meant
_LONGEST_WRAP = 60  # characters of a hard-wrapped line
_GAP = lazy(rf"[{WHITE}*]+")
_GAP_NOISY = lazy(rf"(?:[{WHITE}*]+|@@+|{_PINYIN}|{_INLINE})+")
_INLINE_NUMBER = lazy(_INLINE)
_FURNITURE_LINES = lazy(rf"(?:{_FURNITURE}[{WHITE}]*)+")
_FURNITURE_START = frozenset("-—–―_=第0123456789")
_HASHES = lazy(r"#{1,6}\s*")
_SQUEEZE = lazy(rf"[{WHITE}]*\n[{WHITE}]*(?:{_FURNITURE}[{WHITE}]*)+|{_INLINE}|[{WHITE}]+")

# What a line that opens something of its own begins with: an ordinal, a dash, the marks of a notice's foot.
OPENING = lazy(
    r"(?:#{1,6}\s*)?(?:\*\*)?(?:第\s*[一二三四五六七八九十百\d]{1,4}\s*[章节編编部]|[一二三四五六七八九十]{1,3}\s*[、.．,，]|、(?=\S{2,12}\s*\n)"
    r"|[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[）)]|\d{1,2}\s*[.．、](?!\d)|[①-⑳]|——|抄送|附件|附表|附[:：]|来源|专栏|目\s*录)"
)
_OPENING_START = frozenset("#*第一二三四五六七八九十、（(0123456789—抄附来专目") | frozenset(
    map(chr, range(0x2460, 0x2474))
)
_TITLE_END = (
    "方案",
    "通知",
    "计划",
    "意见",
    "规划",
    "要点",
    "办法",
    "函",
    "分工表",
    "指标",
    "任务",
    "安排",
    "清单",
    "纲要",
    "措施",
    "行动",
)
_WIDTHS = [
    ("（", "("),
    ("）", ")"),
    ("，", ","),
    ("：", ":"),
    ("；", ";"),
    ("％", "%"),
    ("～", "~"),
    ("．", "."),
    ("！", "!"),
]
_DRESS = [("(", "（"), (")", "）"), (",", "，"), (":", "："), (";", "；")]
_FULLWIDTH = lazy(r"[０-９Ａ-Ｚａ-ｚ＋－／]")
_FULL_TABLE = {c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
_DOT_STOP = lazy(r"(?<=[一-鿿%)”])\.(?=[一-鿿“(（\n]|$)", re.MULTILINE)


class Text(NamedTuple):
    """One document, cleaned. `written` and `text` have the same length; blocks are parted by a single line feed.

    `written` holds the words as they stand, without white space, furniture and noise; `text` the same with widths and
    traditional characters folded, for matching; `printed` is `text` in the punctuation of Chinese print, for records. `starts`/`shifts` map an offset of either back to `raw`.
    """

    raw: str
    written: str
    text: str
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
        return start + shift, self.to_raw(end - 1) + 1


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
    if "\n" in text or "—" in text or "–" in text or "\u200b" in text or "\ufeff" in text:
        return _SQUEEZE.sub("", text)
    return "".join(text.split())


def _is_break(raw: str, block: int, line: int, start: int, end: int, width: int) -> bool:
    """Whether the line break `raw[start:end]` ends a paragraph. `block` and `line` are where it and its
    last line began, `width` the wrap width or 0."""
    last = raw[start - 1]
    if not width and last in "。！!":
        return True
    if raw[end] in _OPENING_START and OPENING.match(raw, end) and (raw[end] != "、" or last in "。！!）)"):
        return True
    length = start - line
    if last in "。！!":
        return length < width - 2 or _stands_alone(raw, end, width)
    opened = raw.count("（", block, start) + raw.count("(", block, start)
    if opened and opened > raw.count("）", block, start) + raw.count(")", block, start):
        return False
    if raw.startswith("#", line):
        return True
    if last in "）)":
        before = max(raw.rfind("（", 0, start), raw.rfind("(", 0, start))
        return "责任" in raw[before : before + 8] or "责" in raw[before : before + 4] or not width
    if last in "，,；;：:、“（(《" or (
        last.isdigit() and (raw[end] in "年月日号%％万亿个" or not raw[line:start].isascii())
    ):
        return False
    if raw.endswith("印发", line, start):
        return True
    if width:
        return length < width - 6
    if length < 20 or (length < 45 and raw.endswith(_TITLE_END, line, start)):
        return True
    return OPENING.match(raw, line) is not None and length < 45 and not any(c in raw[line:start] for c in "。，；")


def _stands_alone(raw: str, start: int, width: int) -> bool:
    """Whether the line that begins at `start` is short and without punctuation: a signature, a date, a heading."""
    end = raw.find("\n", start)
    line = raw[start : end if end >= 0 else len(raw)].strip()
    return len(line) < width - 6 and not any(mark in line for mark in "。，,；;、：:）)")


def _wrap_width(lines: list[str]) -> int:
    """The number of characters at which a hard-wrapped text breaks its lines, or 0 where lines are paragraphs."""
    longest = max(lines, key=len)
    if len(longest) > _LONGEST_WRAP and not longest.isspace():
        return 0
    lengths = sorted(len(line) for line in lines if line and not line.isspace())
    if len(lengths) < 12 or lengths[-1] > _LONGEST_WRAP:
        return 0
    common = lengths[len(lengths) // 2]
    if sum(1 for length in lengths if abs(length - common) <= 3) * 2 < len(lengths):
        return 0  # lines of all lengths: paragraphs, only short ones
    return common if common >= 18 else 0


def _is_noisy(raw: str) -> bool:
    """Whether a text holds more than white space and emphasis to drop."""
    if "@@" in raw or (("—" in raw or "–" in raw) and _INLINE_NUMBER.search(raw)):
        return True
    glosses = len(_GLOSSED.findall(raw))
    return glosses >= _MANY_GLOSSES or (glosses > 0 and any(c in raw for c in _TONED))


def clean(raw: str, runs: Sequence[tuple[int, int]] | None = None, layout: tuple[int, bool] | None = None) -> Text:
    """Reads `raw` into a `Text`. Never fails: what a line means is not judged here.

    With `runs`, only these parts of it, put together as one (the pieces of a table's cell); `layout` is then that of the
    whole text.
    """
    tables = find(raw) if runs is None else []
    width, noisy = layout = layout or (_wrap_width(raw.split("\n")), _is_noisy(raw))
    gaps = _GAP_NOISY if noisy else _GAP
    parts: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    headings: dict[int, int] = {}
    size = 0
    edges = [0, *(edge for table in tables for edge in table[:2]), len(raw)]
    for begin, stop in runs or zip(edges[::2], edges[1::2], strict=True):
        at = begin
        line = block = begin
        if parts and runs is None:
            parts.append("\n")
            starts.append(size)
            shifts.append(begin - size)
            size += 1
        fresh = True
        for gap in gaps.finditer(raw, begin, stop):
            a, b = gap.span()
            if a < at:
                continue
            if a > at:
                parts.append(raw[at:a])
                starts.append(size)
                shifts.append(at - size)
                size += a - at
                fresh = False
            at = b
            if raw.find("\n", a, b) >= 0:
                if raw[b : b + 1] in _FURNITURE_START:
                    page = _FURNITURE_LINES.match(raw, b, stop)
                    if page:
                        at = b = page.end()
                if not fresh and a > line and b < stop and _is_break(raw, block, line, a, b, width):
                    parts.append("\n")
                    starts.append(size)
                    shifts.append(a - size)
                    size += 1
                    fresh = True
                if fresh:
                    block = b
                line = b
            if fresh and raw.startswith("#", b):
                hashes = _HASHES.match(raw, b)
                if hashes:
                    headings[size] = len(hashes[0].rstrip())
                    at = hashes.end()
                    if raw.startswith("**", at):
                        at += 2
        if at < stop:
            parts.append(raw[at:stop])
            starts.append(size)
            shifts.append(at - size)
            size += stop - at
    written = "".join(parts)
    text = _folded(written)
    printed = text
    for narrow, wide in _DRESS:
        printed = printed.replace(narrow, wide)
    return Text(raw, written, text, printed, starts, shifts, headings, tables, layout)


def _folded(written: str) -> str:
    """The same length in half-width punctuation and simplified characters."""
    text = fold(written)
    for wide, narrow in _WIDTHS:
        text = text.replace(wide, narrow)
    if _FULLWIDTH.search(text):
        text = text.translate(_FULL_TABLE)
    if text.count("。") * 400 < len(text):
        text = _DOT_STOP.sub("。", text)
    return text
