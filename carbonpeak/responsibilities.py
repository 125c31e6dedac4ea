"""Section text → who is responsible: where lists of bodies stand, and the role that a label or a verb gives each body.

The words that announce a list or a role stand in `data/roles.csv`, what opens and ends a list in `data/name_lists.csv`. How a list is
parted into names is for `entries`, which body a name means for `organizations`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from carbonpeak.datafiles import rows
from carbonpeak.entries import (
    BRACKETED,
    DUE,
    DUE_ENDS,
    LONGEST,
    NAME_LISTS,
    ROLE_MARK,
    Named,
    entries,
    is_body,
    is_known,
)
from carbonpeak.organizations import is_group
from carbonpeak.patterns import lazy

_ROLES = rows("roles")
_LABEL_ROLES = {word: row["role"] for row in _ROLES if row["where"] == "label" for word in row["words"].split("|")}
_LABEL_LENGTHS = sorted({len(word) for word in _LABEL_ROLES}, reverse=True)
_LABEL_ENDS = frozenset(word[-1] for word in _LABEL_ROLES) | {")"}
_VERB_WORDS = "|".join(f"(?P<{row['role']}>{row['words']})" for row in _ROLES if row["where"] == "verb")
# Behind a verb its clause ends; where a lost blank parted two clauses, the next body's level stands there.
_VERB = lazy(rf"(?:{_VERB_WORDS})(?=[,;。、]|$|(?<=牵头|配合|参与|参加|协助)[省市县区州各])")
_MAY_VERB = lazy("[牵负配参协落支实推指执组]")
_MAY_LIST = lazy(r"责任|牵头|负责|配合|参[加与]|协[助办同]|职责|落实")
_BRACKET = lazy(rf"[(\[【〔]((?:[^()\[\]【】〔〕]++|{BRACKETED})*+)[)\]】〕]")
_REMARK = lazy(NAME_LISTS["remark"])
_FIRST_LEADS = lazy(NAME_LISTS["first_leads"])
_UNCLOSED = lazy(r"[(\[【〔][^()\[\]【】〔〕\n]*$")
_TOLD = lazy(r"由[^,。;()由]{2,40}牵头")
_PAIRS = {"(": ")", "[": "]", "【": "】", "〔": "〕"}
_STOPS = frozenset("。\n;!")
_WIDTHS = str.maketrans("（），：；", "(),:;")


class _Label(NamedTuple):
    """Words that announce a list, to behind their colon, and the role that they give."""

    start: int
    end: int
    role: str


class Lists(NamedTuple):
    """All lists of a text: the bodies in order, and the runs that the lists themselves take up."""

    named: list[Named]
    runs: list[tuple[int, int]]


def lists(text: str, start: int = 0, stop: int | None = None, blanks: Sequence[int] = ()) -> Lists:
    """Every list of responsible bodies between `start` and `stop` of a cleaned text, in reading order.

    A list stands in brackets behind a label (责任单位：…), in brackets before a verb (…负责), alone in a bracket that closes a
    paragraph, or, without a bracket, behind a label. `blanks` are the offsets at which the original had white space.
    """
    stop = len(text) if stop is None else stop
    named: list[Named] = []
    runs: list[tuple[int, int]] = []
    end_of_last = start
    first_leads = False
    labels = _labels(text, start, stop)
    label = 0
    for a, b in _candidates(text, start, stop, labels, blanks):
        if a < end_of_last:
            continue
        while label < len(labels) and labels[label].start < a:
            label += 1
        own = label
        while own < len(labels) and labels[own].end <= b:
            own += 1
        found, first_leads = _read(text, a, b, labels[label:own], first_leads, blanks)
        if not found:
            continue
        named += found
        runs.append((a, b))
        end_of_last = b
    return Lists(named, runs)


def _candidates(text: str, start: int, stop: int, labels: list[_Label], blanks: Sequence[int]) -> list[tuple[int, int]]:
    """Runs between brackets (exclusive) that may hold a list, runs behind an unbracketed label, and sentences that are a list."""
    found = []
    for bracket in _BRACKET.finditer(text, start, stop):
        a, b = bracket.span(1)
        if b - a > 3 and (_MAY_LIST.search(text, a, b) or _stands_as_list(text, a, b)):
            found.append((a, b))
    if text.count("(", start, stop) != text.count(")", start, stop) or "〔" in text:
        for broken in _unclosed(text, start, stop):  # a copy that breaks off inside a list
            if _MAY_LIST.search(broken[0]) and broken[0].count("、") >= 2:
                found.append((broken.start() + 1, broken.end()))
    at = 0
    for a, _, _ in labels:
        while at < len(found) and found[at][1] <= a:
            at += 1
        if at < len(found) and found[at][0] <= a:
            continue
        opened = a > start and text[a - 1] in _PAIRS
        if opened or a == start or text[a - 1] in _STOPS or (blanks and _is_blank(blanks, a)):
            b = text.find("\n", a, stop)
            b = stop if b < 0 else b
            sentence = text.find("。", a, b)
            found.append((a, _closing(text, a, b) if opened else b if sentence < 0 else sentence))
    at = text.find("牵头", start, stop)
    while at >= 0:  # 由甲局牵头，乙局配合: a sentence that is itself the list
        told = _TOLD.search(text, max(start, at - LONGEST), at + 2)
        if told and not any(a <= at < b for a, b in found):
            found.append((told.start() + 1, _told_end(text, at, stop)))
        at = text.find("牵头", at + 2, stop)
    found.sort()
    return found


def _unclosed(text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    """From the last bracket of a paragraph to its end, where nothing closes it."""
    opens = [mark for mark in _PAIRS if text.find(mark, start, stop) >= 0]
    while opens and start < stop:
        end = text.find("\n", start, stop)
        end = stop if end < 0 else end
        last = -1
        for mark in opens:
            last = max(last, text.rfind(mark, start, end))
        found = _UNCLOSED.match(text, last, end) if last >= 0 else None
        if found:
            yield found
        start = end + 1


def _is_blank(blanks: Sequence[int], at: int) -> bool:
    place = bisect_left(blanks, at)
    return place < len(blanks) and blanks[place] == at


def _told_end(text: str, start: int, stop: int) -> int:
    """Where the list in a sentence ends: behind the last verb that is said of bodies only."""
    sentence = text.find("。", start, stop)
    end = sentence if sentence >= 0 else stop
    last = at = 0
    for verb in _VERB.finditer(text, start, end):
        if last and not all(is_body(item.name) for item in entries(text, at, verb.start(), "")):
            break
        last = at = verb.end()
    return last or end


def _closing(text: str, start: int, end: int) -> int:
    """Where the bracket that opens before `start` closes; `end` where it does not."""
    pair = _PAIRS[text[start - 1]]
    depth = 1
    for at in range(start, end):
        depth += (text[at] == text[start - 1]) - (text[at] == pair)
        if not depth:
            return at
    return end


def _stands_as_list(text: str, start: int, end: int) -> bool:
    """Whether a bracket stands between a full stop and the end of its paragraph or the next heading: where names alone are a
    list (市政府办公室). Where no stop stands before it nor behind, each must be a name that the tables know."""
    after = text[end + 1 : end + 2]
    if start < 2 or after not in _AFTER_LIST:
        return False
    if text[start - 2] == "。":
        return True
    names = [name for name in _PARTING.split(text[start:end]) if name]
    return after in ("", "\n") and bool(names) and all(is_known(name) or is_group(name) for name in names)


_PARTING = lazy("[、,;]")
_AFTER_LIST = ("", "\n", "。", *"一二三四五六七八九十(0123456789")


def _labels(text: str, start: int, stop: int) -> list[_Label]:
    """The labels between two offsets: 责任单位:, 责任部门(牵头):."""
    found = []
    colon = text.find(":", start, stop)
    while colon >= 0:
        end = colon
        if end > start and text[end - 1] in _LABEL_ENDS:
            if text[end - 1] == ")":
                opened = text.rfind("(", start, end)
                end = opened if opened >= 0 and text.find(")", opened, end) == end - 1 else start
            for length in _LABEL_LENGTHS:
                if end - length >= start and text[end - length : end] in _LABEL_ROLES:
                    found.append(_Label(end - length, colon + 1, _LABEL_ROLES[text[end - length : end]]))
                    break
        colon = text.find(":", colon + 1, stop)
    return found


def _read(
    text: str, start: int, end: int, labels: list[_Label], first_leads: bool = False, blanks: Sequence[int] = ()
) -> tuple[list[Named], bool]:
    """The bodies between two offsets, and whether a remark says, from here on, that the first named body leads. `labels` are those
    between the offsets.

    A remark for every later item (以下均需…落实，不再列出) is no part of the list; it adds no body to the items that do not
    name it.
    """
    alone = _stands_as_list(text, start, end)
    note = next((one for one in _REMARK.finditer(text, start, end) if _is_outside(text, start, one.start())), None)
    if note:
        first_leads = first_leads or _FIRST_LEADS.search(text, start, end) is not None
        end = _before_remark(text, start, note.start())
    end = _before_due(text, start, end)
    last = None
    if labels:
        ends = [label.start for label in labels[1:]]
        segments = [(a, b, role) for (_, a, role), b in zip(labels, [*ends, end], strict=True)]
    else:
        for verb in _VERB.finditer(text, start, end):
            last = verb
        if last is None and not alone and not ROLE_MARK.search(text, start, end):
            return [], first_leads
        if last is not None and (end - last.end() > 1 and not text.startswith("\n", end) and end < len(text)):
            return [], first_leads
        segments = [(start, end, "listed")]
    found: list[Named] = []
    for a, b, role in segments:
        if role != "none":
            found += _with_verbs(text, a, min(b, end), role, blanks)
    if len(labels) == 1 and not first_leads and not _MAY_VERB.search(text, segments[0][0], end):
        return found, False  # 责任单位:A、B
    if not labels and not all(is_body(item.name) for item in (found if last is None else found[:1] + found[-1:])):
        return [], first_leads
    if first_leads and found and all(item.role == "listed" for item in found):
        found[0] = found[0]._replace(role="lead")
    return found, first_leads


def _is_outside(text: str, start: int, at: int) -> bool:
    """Whether a place in a list stands in no bracket of a name, 各市（含定州市，下同）, or begins its own, 各市（以下同）."""
    return text[at - 1] in _PAIRS or text.count("(", start, at) == text.count(")", start, at)


def _before_remark(text: str, start: int, note: int) -> int:
    """Where the list ends whose remark has its first word at `note`: before the sentence of the remark, else before its clause."""
    sentence = text.rfind("。", start, note)
    return sentence if sentence >= 0 else max(*(text.rfind(mark, start, note) for mark in ",;([【〔"), start)


def _before_due(text: str, start: int, end: int) -> int:
    """The same for a date at the end of a list: …负责，12月底前完成."""
    if text[end - 1] not in DUE_ENDS:
        return end
    cut = max(text.rfind(mark, start, end) for mark in ",;。")
    return cut if cut >= 0 and DUE.fullmatch(text, cut + 1, end) else end


def _with_verbs(text: str, start: int, end: int, role: str, blanks: Sequence[int] = ()) -> list[Named]:
    """The entries of one segment; a verb behind names (A牵头，B配合) gives them their role."""
    found: list[Named] = []
    at = start
    leads = False
    for verb in _VERB.finditer(text, start, end) if _MAY_VERB.search(text, start, end) else ():
        if verb.start() > at:
            found += entries(text, at, verb.start(), verb.lastgroup or role, blanks)
            leads = leads or verb.lastgroup == "lead"
        at = verb.end()
    if at < end:
        if leads and role == "listed":
            role = "support"  # A牵头，B、C: a verb that only the first has
        found += entries(text, at, end, role, blanks)
    return found


def in_cell(cell: str, role: str, blanks: Sequence[int] = ()) -> list[Named]:
    """The names in a table cell that holds nothing else; `role` is that of its column. Offsets, those of `blanks` too, point into the cell."""
    text = cell.translate(_WIDTHS)
    if role == "first":  # by the heading of the column, the first leads
        found = in_cell(cell, "listed", blanks)
        alike = all(one.role == "listed" for one in found)
        return [one._replace(role="lead") if alike and not at else one for at, one in enumerate(found)]
    labels = _labels(text, 0, len(text))
    if labels:
        return _read(text, 0, len(text), labels, False, blanks)[0]
    return _with_verbs(text, 0, len(text), role, blanks)
