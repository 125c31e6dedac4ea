"""Noise that copies bring along: pinyin behind characters, @@, doubled marks, page numbers inside a sentence, the pieces of a page
that shares documents. Whether a text has it, and the pattern of the gaps that hold it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import islice, pairwise

from carbonpeak.bodies.entries import is_body
from carbonpeak.patterns import lazy
from carbonpeak.structure import shifted
from carbonpeak.tables.cells import PAGE_OF, kind_of
from carbonpeak.text.fold import UNSEEN, fold

# An explicit class: the engine skips to its members three times as fast as to those of \s.
WHITE = f" \t\n\r\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000{UNSEEN}"
# A page number printed inside a sentence: — 2 —
INLINE_REST = r"(?<![\d—][—–])[—–]?[ ]?\d{1,3}[ ]?[—–]{1,2}(?!—)(?!\d{4})"
# The same with hyphens, between blanks in a line: 控制 - 7 - 在
HYPHENED = r"(?<=[一-鿿，,、；;（(“”%％年][ \u3000])-[ ]?\d{1,3}[ ]?-(?=[ \u3000]?[一-鿿\d])"
_INLINE = f"[—–]{INLINE_REST}|{HYPHENED}"
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńň"
# Noise that copies of web pages bring along: pinyin or a gloss in brackets behind a character, @@, ??? for lost blanks,
# a comma before every other mark.
_SYLLABLE = rf"[A-Z]?[a-zü{TONED}]{{1,18}}(?:[ ]?/[ ]?[a-zü{TONED}]{{1,6}})*"
_PINYIN = rf"(?<=[一-鿿)）\]】])[（(【\[]{_SYLLABLE}[）)】\]]"
# By what they begin with: the engine skips to a single character several times as fast as to a class.
_GLOSSED = {mark: lazy(rf"{re.escape(mark)}{_SYLLABLE}[）)】\]]") for mark in "（(【["}
_MANY_GLOSSES = 4  # so many and they are noise; a single one in brackets is an abbreviation that somebody meant
# The engine skips to a leading class, not to a leading repetition.
_GAP_WHITE = lazy(rf"([{WHITE}*][{WHITE}*]*)")
_DOUBLED = r"[,，](?=[,，、。;；])|[;；](?=[;；。])|[:：](?=[:：])|。(?=。)|(?<!\.)\.(?=\.(?!\.))"
_DOUBLES = (",,", ",、", "，，", "，、", ";;", "；；", "::", "：：", "。。")
_TWICE = "[(（](?=[(（])|[)）](?=[)）])"  # a copy that doubles marks doubles brackets, too
_ENTITY = "&(?:nbsp|ensp|emsp|thinsp|[lr][ds]quo|#160|#xa0|#8203);"  # blanks and quotes as a page's source writes them
_LOST = r"(?<![^\s])[?？]+(?=[一-鿿（(“\d\s])"  # blanks that a copy has lost before a paragraph
# The same around the numbers of a text that has lost all its blanks: 达到?1000?万千瓦.
_ASKED = r"(?<=[一-鿿“（(])[?？](?=\d)|(?<=[\d%％])[?？](?=[一-鿿%％])"
_ASKED_NUMBER = lazy(r"\d[?？][一-鿿%％]")
_MANY_ASKED = 3
_ENTITIES = lazy(_ENTITY)
_NOISE = rf"[{WHITE}*]+|@@+|{_ENTITY}|\?{{3,}}|{_LOST}|{_DOUBLED}|{_PINYIN}|{_INLINE}"
_GAP_NOISY = lazy(rf"((?:{_NOISE})+)")
GLOSS = lazy(_PINYIN)
COUNTED_LINE = lazy(r"\n(\d{1,3})、")
_GAP_SHARED = lazy(rf"((?:{_NOISE}|(?<=\n)\d{{1,3}}、)+)")
# The number of a page, and the line behind it; a bare number may be a cell, but not one behind which a page ends.
_PAGES = lazy(
    rf"\n[{WHITE}]*(?:(?:[—–-]{{1,2}}[ ]?\d{{1,3}}[ ]?[—–-]{{1,2}}|{PAGE_OF})[^\S\n]*\n|\d{{1,3}}[^\S\n]*\n\s*\x0c)[{WHITE}]*([^\n]+)"
)
_MOST_PAGES = 500
_HEAD_LINE = lazy("[^\\s。，；：、|0-9][^\\s。，；|]{5,44}[^\\s。，；：、|]")
_SHARED = ("会员分享", "会员上传", "珍藏版")  # what a page that shares documents says of itself
_ORDINAL = lazy(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.、．]")  # 3、2.稳步开发
_SHORTEST_PIECE = 100  # characters of a piece
_SENTENCE_ENDS = frozenset("。；;！：:）)")
_HEAD = 1000  # characters in which it does
_LOST_LINE = lazy(rf"\n[^\S\n]*{_LOST}")
_HYPHENED = lazy(HYPHENED)
_INLINE_NUMBERS = {dash: lazy(dash + INLINE_REST) for dash in "—–"}


def is_noisy(raw: str) -> bool:
    """Whether a text holds more than white space and emphasis to drop."""
    if (
        "@@" in raw
        or ("&" in raw and _ENTITIES.search(raw) is not None)
        or "???" in raw
        or any(marks in raw for marks in _DOUBLES)
        or any(mark in raw and (_LOST_LINE.search(raw) or _is_asked(raw)) for mark in "?？")
        or shifted.FIRST in raw
        or ("- " in raw and _HYPHENED.search(raw) is not None)
        or any(dash in raw and number.search(raw) for dash, number in _INLINE_NUMBERS.items())
    ):
        return True
    glosses = sum(len(glossed.findall(raw)) for mark, glossed in _GLOSSED.items() if mark in raw)
    return glosses >= _MANY_GLOSSES or (glosses > 0 and any(c in raw for c in TONED))


def _is_asked(raw: str) -> bool:
    """Whether question marks stand for the blanks around the numbers of a text."""
    return len(_ASKED_NUMBER.findall(raw)) >= _MANY_ASKED


@cache
def _gap(*more: str) -> re.Pattern[str]:
    """The pattern of gaps that hold one of some further kinds of noise, too."""
    return re.compile(rf"((?:{'|'.join((_NOISE, *more))})+)")


def running_heads(raw: str) -> list[str]:
    """The lines that a copy of printed pages repeats behind the numbers of its pages: the title, for the most part."""
    pages = [*islice(_PAGES.finditer(raw), _MOST_PAGES)]
    if len(pages) < 2:
        return []
    behind = Counter(page[1].strip() for page in pages)
    return [
        line
        for line, times in behind.items()
        if times > 1 and _HEAD_LINE.fullmatch(line) and not kind_of(fold(line)) and not is_body(fold(line))
    ]


def is_shared(raw: str) -> bool:
    """Whether a text is from a page that shares documents in pieces and counts these: 2、 at the beginning of a line, in a sentence."""
    head = raw[:_HEAD]
    if not any(words in head for words in _SHARED):
        return False
    marks = [*COUNTED_LINE.finditer(raw)]
    if len(marks) < 2 or [int(mark[1]) for mark in marks] != [*range(1, len(marks) + 1)]:
        return False
    if any(two.start() - one.end() < _SHORTEST_PIECE for one, two in pairwise(marks)):
        return False  # items of a list
    inside = sum(
        raw[mark.start() - 1] not in _SENTENCE_ENDS or _ORDINAL.match(raw, mark.end()) is not None for mark in marks[1:]
    )
    return inside * 2 >= len(marks) - 1


def gap_pattern(raw: str, noisy: bool, shared: bool) -> re.Pattern[str]:
    """The pattern of what stands between the words of a text: white space and emphasis, and its noise."""
    if shared:
        return _GAP_SHARED
    if not noisy:
        return _GAP_WHITE
    more = [shifted.spare()] if shifted.FIRST in raw else []
    if ("?" in raw or "？" in raw) and _is_asked(raw):
        more.append(_ASKED)
    if raw.count("((") + raw.count("（（") > 1:
        more.append(_TWICE)
    return _gap(*more) if more else _GAP_NOISY
