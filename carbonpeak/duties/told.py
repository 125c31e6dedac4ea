"""Sentences that are a list of bodies without brackets and labels: 由甲局牵头，乙局配合; 由甲局、乙局按职责分工负责.

The verbs stand in `data/roles.csv`. Lists in brackets and behind labels are for `rosters`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, chain

from carbonpeak.bodies import districts
from carbonpeak.bodies.entries import LONGEST, NAME_LISTS, entries, is_body, is_known, tells
from carbonpeak.bodies.labels import BULLETS
from carbonpeak.bodies.names import LEVELS, kind_of, read, tidy
from carbonpeak.bodies.organizations import is_group
from carbonpeak.datafiles import rows
from carbonpeak.patterns import lazy

_ROLES = rows("roles")
_VERB_WORDS = "|".join(f"(?P<{row['role']}>{row['words']})" for row in _ROLES if row["where"] == "verb")
# Behind a verb its clause ends; where a lost blank parted two clauses, the next body's level stands there.
VERB = lazy(rf"(?:{_VERB_WORDS})(?=[,;。、]|$|(?<=牵头|配合|参与|参加|协助)[省市县区州各]|(?<=牵头)会同)")
_TOLD = lazy(r"由[^,。;()由]{2,40}牵头")
_PERSON = lazy(rf"由[^。;()由]{{2,30}}?(?:{NAME_LISTS['office']})(?:分别|共同|具体|牵头|总体?)?负责,")
_ASKS = lazy(rf"(?:{NAME_LISTS['told']})(?=[^。;()由]{{3,}}$)")
_ENDS = lazy(r"[。\n]|\Z")
_BODY_ENDS = frozenset("局委厅办部府会司院社处队所心团)")
_CLAUSE_ENDS = ("", ",", ";", "。", "\n")
_LONGEST_TOLD = 200  # characters of a sentence that is a list, before and behind its first verb


def told_in(text: str, start: int, stop: int, known: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences that are a list, outside the runs that are `known`: 由甲局牵头，乙局配合; 由甲局、乙局按职责分工负责."""
    known.sort()
    starts = [a for a, _ in known]
    ends = [*accumulate((b for _, b in known), max)]  # how far the runs up to this one reach
    found = []
    reached = start
    for at in sorted(chain.from_iterable(_all(text, word, start, stop) for word in ("牵头", "负责", "落实。"))):
        before = bisect_right(starts, at)
        if at < reached or (before and ends[before - 1] > at):
            continue
        if text[at] == "落":
            run = _sentence(text, start, at, stop)
        elif text[at] == "负":
            run = (
                _asked(text, start, at, stop)
                or _sentence(text, start, at, stop)
                or (_below_person(text, start, at, stop) if text.startswith(",", at + 2) else None)
            )
        else:
            told = _TOLD.search(text, max(start, at - LONGEST), at + 2)
            run = (told.start() + 1, _told_end(text, at, stop)) if told else _sentence(text, start, at, stop)
        if run:
            found.append(run)
            reached = run[1]
    for begin, end in _last_sentences(text, start, stop):
        before = bisect_right(starts, end)
        if (not before or ends[before - 1] <= begin) and _are_bodies(text, begin, end):
            found.append((begin, end))
    return found


def _last_sentences(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The last sentence of every paragraph that has another one before it, where it ends like a list of bodies: …。甲局、乙局。"""
    while start < stop:
        feed = text.find("\n", start, stop)
        feed = stop if feed < 0 else feed
        end = feed - text.endswith("。", start, feed)
        if text[end - 1] in _BODY_ENDS:
            begin = text.rfind("。", max(start, end - _LONGEST_TOLD), end) + 1
            if begin and text.find("、", begin, end) >= 0:
                yield begin, end
        start = feed + 1


def _are_bodies(text: str, begin: int, end: int) -> bool:
    names = [item.name for item in entries(text, begin, end, "")]
    if len(names) < 2 or not all(map(tells, names)) or not any(map(_is_office, names)):
        return False
    prefixes = {read(tidy(name)).prefix for name in names} - LEVELS.keys() - {""}
    return all(map(districts.find, prefixes))  # 组长单位市政府办 is no office of a place 组长单位市


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


def _sentence(text: str, start: int, at: int, stop: int) -> tuple[int, int] | None:
    """The sentence around `at`, where it holds nothing but bodies and what each of them does: 甲局牵头，乙局配合。"""
    first = max(start, at - _LONGEST_TOLD)
    begin = max(text.rfind("。", first, at), text.rfind("\n", first, at)) + 1
    while begin < at and text[begin] in BULLETS:
        begin += 1
    ending = _ENDS.search(text, at, min(stop, at + _LONGEST_TOLD))
    end = ending.start() if ending else -1
    if not begin or end < 0 or not VERB.match(text, at):
        return None
    sure = text[at] == "牵" and text[at + 2 : at + 3] != "。"  # else the first body must be known
    verbs = [*VERB.finditer(text, begin, end)]
    sure = sure or (text[begin] == "由" and len(verbs) > 1)
    last = begin
    for verb in verbs:
        names = entries(text, last, verb.start(), "")
        if not names or not all(is_body(item.name) for item in names):
            return None
        if not sure and last == begin and not _are_offices([item.name for item in names]):
            return None
        last = verb.end()
    return (begin, end) if last == end else None


def _below_person(text: str, start: int, at: int, stop: int) -> tuple[int, int] | None:
    """The bodies that carry out what a person answers for, who is told by his office: 由副局长负责，计划科、监测科分别落实。"""
    person = _PERSON.search(text, max(start, at - LONGEST), at + 3)
    ending = _ENDS.search(text, at, min(stop, at + _LONGEST_TOLD))
    if not person or person.end() != at + 3 or not ending:
        return None
    last = begin = at + 3
    for verb in VERB.finditer(text, begin, ending.start()):
        names = entries(text, last, verb.start(), "")
        if not names or not all(is_body(item.name) for item in names):
            return None
        last = verb.end()
    return (begin, last) if last == ending.start() else None


def _is_office(name: str) -> bool:
    """Whether the name is that of a single office: no class and no firm."""
    kind = kind_of(tidy(name))
    return is_known(name) or (kind.kind == "department" and kind.function is not None)


def _are_offices(names: list[str]) -> bool:
    """Whether names are those of offices, or three and more bodies that are told by their names: 青山镇、白石镇、区城管办具体落实; classes of
    bodies only behind two offices."""
    told = len(names) > 2 and all(map(tells, names))
    return all(map(_is_office, names)) or (told and (all(map(_is_office, names[:2])) or not any(map(is_group, names))))


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
