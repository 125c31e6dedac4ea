"""Segment of a list → its bodies, each with the role that a verb behind it gives it: A牵头，B、C配合. The verbs stand in `data/roles.csv`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from carbonpeak.bodies.entries import Named, entries, is_body, tells
from carbonpeak.bodies.organizations import is_group
from carbonpeak.duties.told import VERB
from carbonpeak.patterns import lazy

MAY_VERB = lazy("[牵负配参协落支实推指执组统综卖承抓职为总主督]")
_AT_BLANK = frozenset({"牵头", "配合", "参与", "参加", "协助"})
DOES = lazy("(?:负责|牵头|配合|参与|协助)(?={han}{2})")


def with_verbs(
    text: str, start: int, end: int, role: str, blanks: Sequence[int] = (), before: str = "lead"
) -> list[Named]:
    """The entries of one segment; a verb behind names (A牵头，B配合) gives them their role. Names in a clause `before` the one whose
    bodies support (A、B；C配合) have no verb of their own."""
    found: list[Named] = []
    at = start
    leads = False
    for verb in _verbs(text, start, end, blanks) if MAY_VERB.search(text, start, end) else ():
        # 甲局，乙局配合; 牵头单位：甲局；各县政府负责落实
        if at == start and (verb.lastgroup == "support" or (verb.lastgroup == "listed" and role != "listed")):
            mark = text.rfind(";", start, verb.start())
            if mark < 0:
                mark = text.rfind(",", start, verb.start())
            if mark > start:
                found += entries(text, start, mark, before, blanks)
                at = mark + 1
        if verb.start() > at:
            found += entries(text, at, verb.start(), verb.lastgroup or role, blanks)
            leads = leads or verb.lastgroup == "lead"
        at = verb.end()
    if at < end:
        if leads and role == "listed":
            role = "support"  # A牵头，B、C: a verb that only the first has
        found += entries(text, at, end, role, blanks)
    return found


def without_objects(found: list[Named]) -> list[Named]:
    """The bodies without what each of them has to do, where a list says so: 甲局负责制定方案、标准，乙局负责筹措资金."""
    kept: list[Named] = []
    inside = False  # what is to be done goes on
    for item in found:
        does = DOES.search(item.name)
        body = item.name[: does.start()] if does else ""
        if does and body and tells(body):
            role = {"牵": "lead", "负": item.role}.get(does[0][0], "support")
            kept.append(item._replace(name=body, role=role, end=item.start + len(body), group=is_group(body)))
            inside = True
        elif not inside or is_body(item.name) or item.group:
            kept.append(item)
            inside = False
    return kept


def led_by_first(found: list[Named]) -> list[Named]:
    """A list without a leader in which those before the supporting bodies lead: 甲局负责，乙局配合."""
    first = next((at for at, item in enumerate(found) if item.role == "support"), 0)
    if any(item.role == "lead" for item in found[:first]):
        return found
    return [item._replace(role="lead") for item in found[:first]] + found[first:]


def _verbs(text: str, start: int, end: int, blanks: Sequence[int]) -> list[re.Match[str]]:
    """The verbs between two offsets; one may also end at a blank of the original: 甲局牵头 乙大队配合."""
    found = [*VERB.finditer(text, start, end)]
    inside = [at for at in blanks if start < at < end]
    known = {verb.end() for verb in found}
    for a, b in pairwise([start, *inside]):
        at_blank = (verb for verb in VERB.finditer(text, a, b) if verb.end() == b and verb[0] in _AT_BLANK)
        found += [verb for verb in at_blank if b not in known]
    return sorted(found, key=lambda verb: verb.start()) if inside else found
