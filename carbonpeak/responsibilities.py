"""Section text → who is responsible: the bodies named in a list, in order, each with its role.

The words that announce a list or a role, and the shapes of names that hold a separator, stand in `data/roles.csv` and
`data/name_lists.csv`. Which body a name means is for `organizations`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from carbonpeak.datafiles import rows
from carbonpeak.organizations import is_group
from carbonpeak.patterns import lazy

_ROLES = rows("roles")
_NAMES = {row["use"]: row["pattern"] for row in rows("name_lists")}
_LABEL_ROLES = {word: row["role"] for row in _ROLES if row["where"] == "label" for word in row["words"].split("|")}
_LABEL_LENGTHS = sorted({len(word) for word in _LABEL_ROLES}, reverse=True)
_LABEL_ENDS = frozenset(word[-1] for word in _LABEL_ROLES) | {")"}
_VERBS = [(row["role"], row["words"]) for row in _ROLES if row["where"] == "verb"]
_VERB_WORDS = "|".join(f"(?P<{role}>{words})" for role, words in _VERBS)
_VERB = lazy(rf"(?:{_VERB_WORDS})(?=[,;。、]|$)")
_MAY_VERB = lazy("[牵负配参协落支实]")
_MAY_LIST = lazy(r"责任|牵头|负责|配合|参[加与]|协[助办]|职责|落实")
_BRACKET = lazy(r"[(\[【〔]((?:[^()\[\]【】〔〕]++|\([^()\n]*\)|〔[^〔〕\n]{1,8}〕)*+)[)\]】〕]")
_ONE_NAMES = "|".join(row["pattern"] for row in rows("name_lists") if row["use"] == "one_name")
_ONE_NAME = lazy(_ONE_NAMES)
_PARTS = lazy(rf"{_ONE_NAMES}|\([^()]*\)|[、,;。\n]|(?:以?及|和|与)(?={_NAMES['split_before']})|(?:以及|及|和|与|会同)")
_SUFFIX = lazy(rf"(?:{_NAMES['suffix']})(?:\([^()]*\))?$")
_CLOSING = lazy(rf"(?:{_NAMES['closing']})$")
_OPENING = lazy(rf"(?:{_NAMES['opening']})")
_REMARK = lazy(rf"{_NAMES['remark']}")
_FIRST_LEADS = lazy(r"(?:首位|第一位|第一个|排第一|名列第一)[^,;。)]*牵头")
_UNCLOSED = lazy(r"[(\[【〔][^()\[\]【】〔〕\n]*$", re.MULTILINE)
# What a word that joins, opens or closes names begins with, and marks that are no part of a name.
_JOINTS = frozenset("及和与以由等会.:")
_ANY_JOINT = lazy("[及和与以由等会.:]")
_SPLIT_INSIDE = lazy(r"\([^()]*[、,;。\n]")
_LONGEST = 40  # characters of a name
_SPLITS = frozenset(",;。\n")  # part two names as 、 does


class Named(NamedTuple):
    """One body in a list. Offsets point into the cleaned text."""

    name: str
    role: str
    start: int
    end: int
    group: bool


class Lists(NamedTuple):
    """All lists of a text: the bodies in order, and the runs that the lists themselves take up."""

    named: list[Named]
    runs: list[tuple[int, int]]


@lru_cache(maxsize=4096)
def _is_body(name: str) -> bool:
    return bool(_SUFFIX.search(name)) or is_group(name)


def lists(text: str, start: int = 0, stop: int | None = None) -> Lists:
    """Every list of responsible bodies between `start` and `stop` of a cleaned text, in reading order.

    A list stands in brackets behind a label (责任单位：…), in brackets before a verb (…负责), or, where the bracket is
    lost, from the label to the end of its paragraph.
    """
    stop = len(text) if stop is None else stop
    named: list[Named] = []
    runs: list[tuple[int, int]] = []
    end_of_last = start
    first_leads = False
    for a, b in _candidates(text, start, stop):
        if a < end_of_last:
            continue
        found, first_leads = _read(text, a, b, first_leads)
        if not found:
            continue
        named += found
        runs.append((a, b))
        end_of_last = b
    return Lists(named, runs)


def _candidates(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Runs between brackets (exclusive) that may hold a list, and runs behind an unbracketed label."""
    found = []
    for bracket in _BRACKET.finditer(text, start, stop):
        a, b = bracket.span(1)
        if b - a > 3 and (_MAY_LIST.search(text, a, b) or _stands_as_list(text, a, b)):
            found.append((a, b))
    if text.count("(", start, stop) != text.count(")", start, stop) or "〔" in text:
        for broken in _UNCLOSED.finditer(text, start, stop):  # a copy that breaks off inside a list
            if _MAY_LIST.search(broken[0]) and broken[0].count("、") >= 2:
                found.append((broken.start() + 1, broken.end()))
    at = 0
    for a, _, _ in _labels(text, start, stop):
        while at < len(found) and found[at][1] <= a:
            at += 1
        if at < len(found) and found[at][0] <= a:
            continue
        opened = a > start and text[a - 1] in "([【〔"
        if opened or a == start or text[a - 1] in "。\n":
            b = text.find("\n", a, stop)
            b = stop if b < 0 else b
            found.append((a, _closing(text, a, b) if opened else b))
    at = text.find("牵头", start, stop)
    while at >= 0:  # 由甲局牵头，乙局配合: a sentence that is itself the list
        told = _TOLD.search(text, max(start, at - _LONGEST), at + 2)
        if told and not any(a <= at < b for a, b in found):
            end = text.find("。", at, stop)
            found.append((told.start() + 1, end if end >= 0 else stop))
        at = text.find("牵头", at + 2, stop)
    found.sort()
    return found


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
    """Whether a bracket stands between a full stop and the end of its paragraph: where names alone are a list. (市政府办公室)"""
    return start > 1 and text[start - 2] == "。" and text[end + 1 : end + 2] in ("", "\n", "。")


def _labels(text: str, start: int, stop: int) -> list[tuple[int, int, str]]:
    """Where labels begin and end (责任单位:, 责任部门(牵头):), and the role that each gives."""
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
                    found.append((end - length, colon + 1, _LABEL_ROLES[text[end - length : end]]))
                    break
        colon = text.find(":", colon + 1, stop)
    return found


def _read(text: str, start: int, end: int, first_leads: bool = False) -> tuple[list[Named], bool]:
    """The bodies between two offsets, and whether a remark says, from here on, that the first named body leads.

    A remark for every later item (以下均需…落实，不再列出) is no part of the list; it adds no body to the items that do not
    name it.
    """
    labels = _labels(text, start, end)
    last = None
    note = _REMARK.search(text, start, end)
    if note:
        first_leads = first_leads or _FIRST_LEADS.search(text, start, end) is not None
        end = max(*(text.rfind(mark, start, note.start()) for mark in ",;。("), start)
    if labels:
        ends = [label[0] for label in labels[1:]]
        segments = [(a, b, role) for (_, a, role), b in zip(labels, [*ends, end], strict=True)]
    else:
        for verb in _VERB.finditer(text, start, end):
            last = verb
        if last is None and not _stands_as_list(text, start, end):
            return [], first_leads
        if last is not None and (end - last.end() > 1 and not text.startswith("\n", end) and end < len(text)):
            return [], first_leads
        segments = [(start, end, "listed")]
    found: list[Named] = []
    for a, b, role in segments:
        found += _with_verbs(text, a, min(b, end), role)
    if len(labels) == 1 and not first_leads and not _MAY_VERB.search(text, segments[0][0], end):
        return found, False  # 责任单位:A、B
    if not labels and not all(_is_body(item.name) for item in (found if last is None else found[:1] + found[-1:])):
        return [], first_leads
    if first_leads and found and all(item.role == "listed" for item in found):
        found[0] = found[0]._replace(role="lead")
    return found, first_leads


def _with_verbs(text: str, start: int, end: int, role: str) -> list[Named]:
    """The entries of one segment; a verb behind names (A牵头，B配合) gives them their role."""
    found: list[Named] = []
    at = start
    for verb in _VERB.finditer(text, start, end) if _MAY_VERB.search(text, start, end) else ():
        if verb.start() > at:
            found += _entries(text, at, verb.start(), verb.lastgroup or role)
        at = verb.end()
    if at < end:
        if any(item.role == "lead" for item in found) and role == "listed":
            role = "support"  # A牵头，B、C: a verb that only the first has
        found += _entries(text, at, end, role)
    return found


_PAIRS = {"(": ")", "[": "]", "【": "】", "〔": "〕"}
_TOLD = lazy(r"由[^,。;()由]{2,30}牵头")
_LONGEST_ALONE = 8
_RUN_ON = lazy(r"(?<=[委局厅办部院会心])(?=[省市县区州](?![委府]){han}{2,14}(?:[委局厅办部院会]|中心))")


def _entries(text: str, start: int, end: int, role: str) -> list[Named]:
    """The names between two offsets, in order."""
    words = text[start:end]
    if ("(" in words and _SPLIT_INSIDE.search(words)) or ("各" in words and _ONE_NAME.search(words)):
        return _parted(text, start, end, role)
    for mark in _SPLITS:
        if mark in words:
            words = words.replace(mark, "、")
    found: list[Named] = []
    joined = _ANY_JOINT.search(words) is not None
    at = start
    for name in words.split("、"):
        stop = at + len(name)
        if stop - at > _LONGEST_ALONE and "(" not in name:  # 市城管局市财政局: a space between names is lost
            cuts = [at + cut.start() for cut in _RUN_ON.finditer(name) if name[cut.start()] == name[0]]
            if cuts:
                for a, b in zip([at, *cuts], [*cuts, stop], strict=True):
                    found += _entries(text, a, b, role)
                at = stop + 1
                continue
        if joined and not _JOINTS.isdisjoint(name):
            found += _parted(text, at, stop, role)
        elif name and stop - at <= _LONGEST:
            found.append(tuple.__new__(Named, (name, role, at, stop, is_group(name))))
        at = stop + 1
    return found


def _parted(text: str, start: int, end: int, role: str) -> list[Named]:
    """The names between two offsets, where more than a 、 may part or join them."""
    found: list[Named] = []
    at = start
    for part in _PARTS.finditer(text, start, end):
        a, b = part.span()
        mark = text[a]
        if mark == "、" or mark in _SPLITS:
            _add(found, text, at, a, role)
            at = b
        elif mark in "及和与以会" and a > at and not _ONE_NAME.match(text, a):
            left = text[at:a]
            follows = _NEXT.match(text, b, end)
            if follows and (
                _CLASS.match(text, b)
                or (len(left) > 2 and len(follows[0]) > 2 and _is_body(left) and _is_body(follows[0]))
            ):
                _add(found, text, at, a, role)
                at = b
    _add(found, text, at, end, role)
    return found


def entries(cell: str, role: str) -> list[Named]:
    """The names in a table cell that holds nothing else. Offsets point into the cell."""
    text = cell.translate(_WIDTHS)
    if _labels(text, 0, len(text)):
        return _read(text, 0, len(text))[0]
    return _with_verbs(text, 0, len(text), role)


_WIDTHS = str.maketrans("（），：；", "(),:;")
_NEXT = lazy(r"(?:[^、,;。\n()及和与]|\([^()]*\))+(?:[和与](?:[^、,;。\n()及和与])+)?")
_CLASS = lazy(_NAMES["split_before"])


def _add(found: list[Named], text: str, start: int, end: int, role: str) -> None:
    """Appends the name between two offsets, without what only joins or closes a list."""
    name = text[start:end]
    if not name:
        return
    if name[0] in "由会和及与以":
        opening = _OPENING.match(name)
        if opening and opening.end() < len(name):
            start += opening.end()
            name = name[opening.end() :]
    if "等" in name[1:]:
        closing = _CLOSING.search(name, 1)
        if closing:
            end -= len(name) - closing.start()
            name = name[: closing.start()]
    name = name.strip(".:")
    if not name or len(name) > _LONGEST:
        return
    found.append(Named(name, role, start, end, is_group(name)))
