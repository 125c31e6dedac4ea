"""Section text → where lists of responsible bodies stand: behind labels, in brackets, in sentences that are a list.

The labels are for `labels`, the sentences for `told`. What the bodies of a list are and which role each has is for `responsibilities`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carbonpeak.bodies.entries import BRACKETED, NAME_LISTS, PAIRS, ends_like_body, entries, is_body, is_known, tells
from carbonpeak.bodies.labels import Label, is_blank
from carbonpeak.duties.told import VERB, told_in
from carbonpeak.patterns import lazy
from carbonpeak.structure.ordinals import ENCLOSED

MAY_LIST = lazy(r"责任|牵头|负责|配合|参[加与]|协[助办同]|职责|落实")
_MAY_TELL = lazy("为主|主[责办抓]|总责|[统组实承指推](?:筹|织|施|担|导|进)")  # less sure: the bodies must be known
_BRACKET = lazy(rf"[(\[【〔]((?:[^()\[\]【】〔〕]++|{BRACKETED})*+)[)\]】〕]")
_ANY_BRACKET = lazy(r"[()\[\]【】〔〕]")
_NEXT_ITEM = lazy(
    r"(?<=[一-鿿)])(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、](?!\d))(?={han})"
)
_STOPS = frozenset("。\n;!")
CUT_OFF = frozenset("\n、,;")  # where a list ends that no bracket closes


def places(text: str, start: int, stop: int, labels: list[Label], blanks: Sequence[int]) -> list[tuple[int, int]]:
    """Runs between brackets (exclusive) that may hold a list, runs behind an unbracketed label, and sentences that are a list."""
    found = []
    for bracket in _BRACKET.finditer(text, start, stop):
        a, b = bracket.span(1)
        if (b - a > 3 or text[a] == "各") and (
            MAY_LIST.search(text, a, b) or stands_as_list(text, a, b) or _MAY_TELL.search(text, b - 4, b)
        ):
            found.append((a, b))
    if any(text.count(opens, start, stop) != text.count(closes, start, stop) for opens, closes in PAIRS.items()):
        for a, b in _unclosed(text, start, stop):  # a copy that breaks off inside a list
            marks = text.count("、", a, b)
            b = _whole_names(text, a, b) if marks else a
            if (marks > 1 and MAY_LIST.search(text, a, b)) or (b > a and stands_as_list(text, a, b)):
                found.append((a, b))
    at = 0
    for a, end, _ in labels:
        while at < len(found) and found[at][1] <= a:
            at += 1
        if at < len(found) and found[at][0] <= a:
            continue
        opened = a > start and text[a - 1] in PAIRS
        behind = text[a - 1] == "," and not opened
        if opened or a == start or text[a - 1] in _STOPS or behind or (blanks and is_blank(blanks, a)):
            b = text.find("\n", a, stop)
            b = stop if b < 0 else b
            if opened:
                b = _closing(text, a, b)
            else:
                sentence = text.find("。", a, b)
                b = b if sentence < 0 else sentence
                b = _told_names(text, end, b) if text[end - 1] in "为是括" else b
                if behind and not _are_all(text, end, b):
                    continue
                b = _list_end(text, a, b)
            found.append((a, b - (b == len(text) and text[b - 2] in "、,;:")))  # a name of which one letter is left
    found += told_in(text, start, stop, found)
    found.sort()
    return found


def _told_names(text: str, start: int, end: int) -> int:
    """Where the names end that a sentence tells: 牵头单位为甲局、乙局，各单位按月报送。"""
    at = start
    while at < end:
        comma = text.find(",", at, end)
        comma = end if comma < 0 else comma
        if at > start and not _are_all(text, at, comma):
            verb = VERB.search(text, at, comma)  # 牵头单位为甲局，乙局、丙局配合
            if not verb or verb.end() != comma or not _are_all(text, at, verb.start()):
                return at - 1
        at = comma + 1
    return end


def _are_all(text: str, start: int, end: int) -> bool:
    """Whether a run holds nothing but names of bodies."""
    names = entries(text, start, end, "")
    return bool(names) and all(ends_like_body(one.name) or is_known(one.name) for one in names)


def _unclosed(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """From a bracket that nothing closes to the end of its paragraph: the outermost one of its sentence."""
    while start < stop:
        end = text.find("\n", start, stop)
        end = stop if end < 0 else end
        opened: list[int] = []
        for mark in _ANY_BRACKET.finditer(text, max(start, text.rfind("。", start, end - 1)), end):
            if mark[0] in PAIRS:
                opened.append(mark.start())
            elif opened:
                opened.pop()
        if opened:
            yield opened[0] + 1, end
        start = end + 1


def _list_end(text: str, start: int, end: int) -> int:
    """Where a list ends that no bracket and no line closes: before the next item of a copy that has lost its breaks."""
    for item in _NEXT_ITEM.finditer(text, start, end):
        at = item.start()
        mark = max(text.rfind(one, start, at) for one in "、,;:")
        if is_body(text[mark + 1 : at]) or VERB.search(text, mark + 1, at):
            return at
    return end


def _whole_names(text: str, start: int, end: int) -> int:
    """Where the last name ends that is not cut off."""
    end -= text.endswith("。", start, end)
    last = max(text.rfind(mark, start, end) for mark in "、,;")
    tail = text[last + 1 : end]
    if not tail or (len(tail) > 1 and is_body(tail)) or is_known(tail) or VERB.search(tail):
        return end
    more = tail.find("等")
    return last if more < 0 else last + 1 + more


def _closing(text: str, start: int, end: int) -> int:
    """Where the bracket that opens before `start` closes; `end` where it does not."""
    pair = PAIRS[text[start - 1]]
    depth = 1
    for at in range(start, end):
        depth += (text[at] == text[start - 1]) - (text[at] == pair)
        if not depth:
            return at
    return end


def stands_as_list(text: str, start: int, end: int) -> bool:
    """Whether a bracket stands between a full stop and the end of its paragraph or the next heading: where names alone are a
    list (市政府办公室). Where no stop stands before it, each must be a name that the tables know."""
    after = text[end + 1 : end + 2] if text[end : end + 1] not in CUT_OFF else ""
    if start < 2 or (after not in _AFTER_LIST and not text.startswith(";\n", end + 1)) or _EXPLAINS.match(text, start):
        return False
    if text[start - 2] == "。" and text[end : end + 1] not in CUT_OFF:
        return True
    names = [one.name for one in entries(text, start, end, "")]
    if text[start - 2] == "\n" and after in ("", "\n") and len(names) > 1 and _are_bodies_of_a_line(names):
        return True
    alone = len(names) == 1 and (text[start - 2] in _EXPLAINED or text[start] not in _LEVELS)
    if after in ("。", ";") and not alone:  # …（甲局、乙局）。 at the end of a paragraph
        after = text[end + 2 : end + 3] or "\n"
    if after not in ("", "\n") or not all(map(tells, names)):
        return False
    return any(is_known(name) or name.startswith("各") for name in names)


def _are_bodies_of_a_line(names: list[str]) -> bool:
    """Whether the names of a bracket that is a line are bodies and places, most of them told by their names alone."""
    told = sum(map(tells, names))
    return told * 2 >= len(names) and all(ends_like_body(name) or is_known(name) for name in names)


def names_bodies(text: str, start: int, end: int) -> bool:
    """Whether two or more of the words between the marks of a run are names that the tables know."""
    return sum(map(is_known, _PARTING.split(text[start : min(end, start + _LONGEST_LIST)]))) > 1


_EXPLAINS = lazy(NAME_LISTS["explains"])
_EXPLAINED = frozenset("局委厅办部府会司院社处队所心团室门位构组")  # a name in brackets behind one is another for it
_LEVELS = frozenset("省市县区州盟旗国各")
_LONGEST_LIST = 400
_PARTING = lazy("[、,;]")
_AFTER_LIST = ("", "\n", "。", *"一二三四五六七八九十(0123456789", *ENCLOSED)
