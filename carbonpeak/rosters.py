"""Section text → where lists of responsible bodies stand: the labels before them, brackets, sentences that are a list.

What the bodies of a list are and which role each has is for `responsibilities`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from carbonpeak.datafiles import rows
from carbonpeak.entries import BRACKETED, LONGEST, NAME_LISTS, entries, is_body, is_known
from carbonpeak.names import kind_of, tidy
from carbonpeak.organizations import is_group
from carbonpeak.patterns import lazy
from carbonpeak.shape import NamedTuple

_ROLES = rows("roles")
_LABEL_ROLES = {word: row["role"] for row in _ROLES if row["where"] == "label" for word in row["words"].split("|")}
_LABEL_LENGTHS = sorted({len(word) for word in _LABEL_ROLES}, reverse=True)
_LABEL_ENDS = frozenset(word[-1] for word in _LABEL_ROLES) | {")"}
_VERB_WORDS = "|".join(f"(?P<{row['role']}>{row['words']})" for row in _ROLES if row["where"] == "verb")
# Behind a verb its clause ends; where a lost blank parted two clauses, the next body's level stands there.
VERB = lazy(rf"(?:{_VERB_WORDS})(?=[,;。、]|$|(?<=牵头|配合|参与|参加|协助)[省市县区州各]|(?<=牵头)会同)")
MAY_LIST = lazy(r"责任|牵头|负责|配合|参[加与]|协[助办同]|职责|落实")
_MAY_TELL = lazy("为主|主[责办抓]|总责|[统组实承指推](?:筹|织|施|担|导|进)")  # less sure: the bodies must be known
_BRACKET = lazy(rf"[(\[【〔]((?:[^()\[\]【】〔〕]++|{BRACKETED})*+)[)\]】〕]")
_ANY_BRACKET = lazy(r"[()\[\]【】〔〕]")
_TOLD = lazy(r"由[^,。;()由]{2,40}牵头")
_ASKS = lazy(rf"(?:{NAME_LISTS['told']})(?=[^。;()由]{{3,}}$)")
_CLAUSE_ENDS = ("", ",", ";", "。", "\n")
_LONGEST_TOLD = 200  # characters of a sentence that is a list, before and behind its first verb
PAIRS = {"(": ")", "[": "]", "【": "】", "〔": "〕"}
_PREFIX = "|".join(row["words"] for row in _ROLES if row["where"] == "prefix")
_BEFORE_LABEL = lazy(rf"(?:(?<![一-鿿])(?:{_PREFIX})|[省市县区州盟旗][级直])$")
_NAME = lazy("{han}{2,20}")
_LONGEST_PREFIX = 8
_OPENS_LINE = lazy(
    r"\n((?:责任|牵头|配合|参[与加]|协[同办助]|主[办责]|承办|落实|实施)(?:责任)?(?:单位|部门))(?=[省市县区州盟旗国自各])"
)
_STOPS = frozenset("。\n;!")
CUT_OFF = frozenset("\n、,;")  # where a list ends that no bracket closes


class Label(NamedTuple):
    """Words that announce a list, to behind their colon, and the role that they give."""

    start: int
    end: int
    role: str


def places(text: str, start: int, stop: int, labels: list[Label], blanks: Sequence[int]) -> list[tuple[int, int]]:
    """Runs between brackets (exclusive) that may hold a list, runs behind an unbracketed label, and sentences that are a list."""
    found = []
    for bracket in _BRACKET.finditer(text, start, stop):
        a, b = bracket.span(1)
        if b - a > 3 and (
            MAY_LIST.search(text, a, b) or stands_as_list(text, a, b) or _MAY_TELL.search(text, b - 4, b)
        ):
            found.append((a, b))
    if text.count("(", start, stop) != text.count(")", start, stop) or "〔" in text:
        for a, b in _unclosed(text, start, stop):  # a copy that breaks off inside a list
            marks = text.count("、", a, b)
            b = _whole_names(text, a, b) if marks else a
            if (marks > 1 and MAY_LIST.search(text, a, b)) or (b > a and stands_as_list(text, a, b)):
                found.append((a, b))
    at = 0
    for a, _, _ in labels:
        while at < len(found) and found[at][1] <= a:
            at += 1
        if at < len(found) and found[at][0] <= a:
            continue
        opened = a > start and text[a - 1] in PAIRS
        if opened or a == start or text[a - 1] in _STOPS or (blanks and _is_blank(blanks, a)):
            b = text.find("\n", a, stop)
            b = stop if b < 0 else b
            sentence = text.find("。", a, b)
            b = _closing(text, a, b) if opened else b if sentence < 0 else sentence
            found.append((a, b - (b == len(text) and text[b - 2] in "、,;:")))  # a name of which one letter is left
    found += _sentences(text, start, stop, found)
    found.sort()
    return found


def _sentences(text: str, start: int, stop: int, known: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences that are a list, outside the runs that are `known`: 由甲局牵头，乙局配合; 由甲局、乙局按职责分工负责."""
    known.sort()
    starts = [a for a, _ in known]
    ends = [*accumulate((b for _, b in known), max)]  # how far the runs up to this one reach
    found = []
    reached = start
    for at in sorted([*_all(text, "牵头", start, stop), *_all(text, "负责", start, stop)]):
        before = bisect_right(starts, at)
        if at < reached or (before and ends[before - 1] > at):
            continue
        if text[at] == "负":
            run = _asked(text, start, at, stop) or _sentence(text, start, at, stop)
        else:
            told = _TOLD.search(text, max(start, at - LONGEST), at + 2)
            run = (told.start() + 1, _told_end(text, at, stop)) if told else _sentence(text, start, at, stop)
        if run:
            found.append(run)
            reached = run[1]
    return found


def _all(text: str, word: str, start: int, stop: int) -> Iterator[int]:
    """Every place of a word."""
    at = text.find(word, start, stop)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word), stop)


def _asked(text: str, start: int, at: int, stop: int) -> tuple[int, int] | None:
    """The bodies before 负责, where nothing but they stands between it and the word that asks them: each must be known."""
    if text[at + 2 : at + 3] not in _CLAUSE_ENDS:
        return None
    asks = _ASKS.search(text, max(start, at - _LONGEST_TOLD), at)
    verb = VERB.search(text, asks.end(), at + 3) if asks else None
    if not asks or not verb or verb.start() > at or verb.end() < at:
        return None
    names = entries(text, asks.end(), verb.start(), "")
    if len(names) < (1 if asks[0] == "由" else 2) or not all(is_known(one.name) for one in names):
        return None
    return asks.end(), _told_end(text, at, stop)


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


def _whole_names(text: str, start: int, end: int) -> int:
    """Where the last name ends that is not cut off."""
    last = max(text.rfind(mark, start, end) for mark in "、,;")
    tail = text[last + 1 : end]
    if not tail or (len(tail) > 1 and is_body(tail)) or is_known(tail) or VERB.search(tail):
        return end
    more = tail.find("等")
    return last if more < 0 else last + 1 + more


def _is_blank(blanks: Sequence[int], at: int) -> bool:
    place = bisect_left(blanks, at)
    return place < len(blanks) and blanks[place] == at


def _sentence(text: str, start: int, at: int, stop: int) -> tuple[int, int] | None:
    """The sentence around `at`, where it holds nothing but bodies and what each of them does: 甲局牵头，乙局配合。"""
    first = max(start, at - _LONGEST_TOLD)
    begin = max(text.rfind("。", first, at), text.rfind("\n", first, at)) + 1
    end = text.find("。", at, min(stop, at + _LONGEST_TOLD))
    if not begin or end < 0 or text[at + 2] not in ",;。":
        return None
    sure = text[at] == "牵" and text[at + 2] != "。"  # else the first body must be known
    last = begin
    for verb in VERB.finditer(text, begin, end):
        names = entries(text, last, verb.start(), "")
        if not names or not all(is_body(item.name) for item in names):
            return None
        if not sure and last == begin and not all(is_known(item.name) for item in names):
            return None
        last = verb.end()
    return (begin, end) if last == end else None


def _told_end(text: str, start: int, stop: int) -> int:
    """Where the list in a sentence ends: behind the last verb that is said of bodies only."""
    sentence = text.find("。", start, stop)
    end = sentence if sentence >= 0 else stop
    last = at = 0
    for verb in VERB.finditer(text, start, end):
        if last and not all(is_body(item.name) for item in entries(text, at, verb.start(), "")):
            break
        last = at = verb.end()
    return last or end


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
    if start < 2 or after not in _AFTER_LIST or text.startswith(_EXPLAINS, start):
        return False
    if text[start - 2] == "。" and text[end : end + 1] not in CUT_OFF:
        return True
    names = [one.name for one in entries(text, start, end, "")]
    if after == "。" and len(names) > 1:  # …（甲局、乙局）。 at the end of a paragraph
        after = text[end + 2 : end + 3] or "\n"
    if after not in ("", "\n") or not all(map(tells, names)):
        return False
    return any(is_known(name) or name.startswith("各") for name in names)


def tells(name: str) -> bool:
    """Whether a name alone says that it is a body: the tables know it, its kind tells, or it has a level before and an ending."""
    if is_known(name) or is_group(name):
        return True
    kind = kind_of(tidy(name))
    return is_body(name) and (name[0] in _LEVELS or kind.kind != "department" or kind.function is not None)


def names_bodies(text: str, start: int, end: int) -> bool:
    """Whether two or more of the words between the marks of a run are names that the tables know."""
    return sum(map(is_known, _PARTING.split(text[start : min(end, start + _LONGEST_LIST)]))) > 1


_LEVELS = frozenset("省市县区州盟旗国")
_EXPLAINS = ("含", "包括", "如", "例如", "见", "详见", "其中", "指", "即")  # opens a bracket that explains
_LONGEST_LIST = 400
_PARTING = lazy("[、,;]")
_AFTER_LIST = ("", "\n", "。", *"一二三四五六七八九十(0123456789")


def labels_in(text: str, start: int, stop: int, blanks: Sequence[int] = ()) -> list[Label]:
    """The labels between two offsets: 责任单位:, 责任部门(牵头):, 【责任单位】, and 责任单位 with a blank behind it that opens a line of bodies."""
    found = []
    colon = text.find(":", start, stop)
    while colon >= 0:
        end = colon
        if end > start and text[end - 1] in _LABEL_ENDS:
            if text[end - 1] == ")":
                opened = text.rfind("(", start, end)
                end = opened if opened >= 0 and text.find(")", opened, end) == end - 1 else start
            label = _label(text, start, end)
            if label:
                found.append(Label(label[0], colon + 1, label[1]))
        colon = text.find(":", colon + 1, stop)
    more = []
    being = text.find("为", start, stop) if "单位为" in text or "部门为" in text else -1
    while being >= 0:  # 牵头单位为甲局，配合单位为乙局
        label = _label(text, start, being)
        name = _NAME.match(text, being + 1, stop) if label else None
        if label and name and is_known(name[0]):
            more.append(Label(label[0], being + 1, label[1]))
        being = text.find("为", being + 1, stop)
    closed = text.find("】", start, stop)
    while closed >= 0:
        label = _label(text, start, closed)
        if label and label[0] > start and text[label[0] - 1] == "【":
            more.append(Label(label[0] - 1, closed + 1 + text.startswith(":", closed + 1), label[1]))
        closed = text.find("】", closed + 1, stop)
    if blanks:
        for opens in _OPENS_LINE.finditer(text, start, stop):
            label = _label(text, start, opens.end())
            end = text.find("\n", opens.end(), stop)
            names = entries(text, opens.end(), end if end >= 0 else stop, "")
            if label and _is_blank(blanks, opens.end()) and all(is_body(name.name) for name in names):
                more.append(Label(opens.start(1), opens.end(), label[1]))
    return sorted([*found, *more]) if more else found


def _label(text: str, start: int, end: int) -> tuple[int, str] | None:
    """Where the label begins that ends at `end`, and the role that it gives."""
    for length in _LABEL_LENGTHS:
        if end - length >= start and text[end - length : end] in _LABEL_ROLES:
            at = end - length
            before = _BEFORE_LABEL.search(text, max(start, at - _LONGEST_PREFIX), at)
            return (before.start() if before else at), _LABEL_ROLES[text[at:end]]
    return None
