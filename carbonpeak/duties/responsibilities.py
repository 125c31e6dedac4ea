"""Lists of bodies → who is responsible, and the role that a label or a verb gives each body.

Where a list stands is for `rosters`. The words that announce a list or a role stand in `data/roles.csv`, what opens and ends a list in `data/name_lists.csv`. How a list is
parted into names is for `entries`, which body a name means for `organizations`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from carbonpeak.bodies.entries import (
    DUE,
    DUE_ENDS,
    NAME_LISTS,
    PAIRS,
    ROLE_MARK,
    Named,
    entries,
    is_body,
    is_known,
    name_somebody,
)
from carbonpeak.bodies.labels import Label, labels_in
from carbonpeak.duties.roles import DOES, MAY_VERB, led_by_first, with_verbs, without_objects
from carbonpeak.duties.rosters import CUT_OFF, MAY_LIST, names_bodies, places, stands_as_list
from carbonpeak.duties.told import VERB
from carbonpeak.patterns import lazy
from carbonpeak.shape import NamedTuple
from carbonpeak.tables.cells import BROKEN
from carbonpeak.text.fold import fold

_REMARK = lazy(NAME_LISTS["remark"])
_FIRST_LEADS = lazy(NAME_LISTS["first_leads"])
_LEADS_BEFORE = lazy(NAME_LISTS["leads_before"])
# What may be a body behind two that are known, in a bracket that ends a paragraph: 上汽通用五菱.
_MAY_NAME = lazy("(?!.*(?:等|个|项|及时|按|应|要|需|可|已|将|不|为|的|了|含|指|见))[一-鿿]{4,12}")
_HOLDS = lazy("下同|以下|后同|各项|每项|全文|本方案|均")  # a remark that holds for later lists, too
_OTHERS_SUPPORT = lazy(NAME_LISTS["others_support"])
_PARAGRAPH_ENDS = ("", "\n", "。")
_DATED = lazy(
    r"(?:力争|争取|确保|到|于)?20\d\d年(?:[^,;、]*前|(?![^,;、]*(?:牵头|负责|配合|落实))[^,;、]{0,12}$)"
)  # 2025年底前取得阶段性成效, 2024年启动
_BY_DUTY = lazy("(?:按照?|根据|依据?|依照)(?:各自)?职[责能]")
_NOTE = lazy(r"(?:备注|注|说明)[0-9]*:|\(")
_WIDTHS = str.maketrans("（），：；", "(),:;")


class _Leading(NamedTuple):
    """Who leads by a remark."""

    mark: str | None  # the bodies before this mark; the first body alone where there is none
    others: str  # the role of the others


class Lists(NamedTuple):
    """All lists of a text: the bodies in order, and the runs that the lists themselves take up."""

    named: list[Named]
    runs: list[tuple[int, int]]
    odd: list[tuple[int, int]]  # brackets that name bodies and are not understood as a list


def lists(text: str, start: int = 0, stop: int | None = None, blanks: Sequence[int] = ()) -> Lists:
    """Every list of responsible bodies between `start` and `stop` of a cleaned text, in reading order.

    A list stands in brackets behind a label (责任单位：…), in brackets before a verb (…负责), alone in a bracket that closes a
    paragraph, or, without a bracket, behind a label. `blanks` are the offsets at which the original had white space.
    """
    stop = len(text) if stop is None else stop
    named: list[Named] = []
    runs: list[tuple[int, int]] = []
    odd: list[tuple[int, int]] = []
    end_of_last = start
    leading: _Leading | None = None
    labels = labels_in(text, start, stop, blanks)
    label = 0
    for a, b in places(text, start, stop, labels, blanks):
        if a < end_of_last:
            continue
        while label < len(labels) and labels[label].start < a:
            label += 1
        own = label
        while own < len(labels) and labels[own].end <= b:
            own += 1
        found, leading = _read(text, a, b, labels[label:own], leading, blanks)
        if not found:
            if names_bodies(text, a, b):
                odd.append((a, b))
            continue
        named += found
        runs.append((a, b))
        end_of_last = b
    return Lists(named, runs, odd)


def _read(
    text: str, start: int, end: int, labels: list[Label], leading: _Leading | None = None, blanks: Sequence[int] = ()
) -> tuple[list[Named], _Leading | None]:
    """The bodies between two offsets, and who leads from here on by a remark that is made there or before. `labels` are those
    between the offsets.

    A remark for every later item (以下均需…落实，不再列出) is no part of the list; it adds no body to the items that do not
    name it.
    """
    alone = stands_as_list(text, start, end) or (
        text[start - 1 : start] == "。" and text[end : end + 1] in _PARAGRAPH_ENDS
    )
    own = leading
    too: list[Named] = []
    for note in _REMARK.finditer(text, start, end):
        leads = _FIRST_LEADS.search(text, start, end) or _LEADS_BEFORE.search(text, start, end)
        if leads or _is_outside(text, start, note.start()):
            if leads:
                others = _OTHERS_SUPPORT.search(text, leads.end(), end)
                own = _Leading({"分": ";", "逗": ","}.get(leads[0][0]), "support" if others else "listed")
                leading = own if _HOLDS.search(text, note.start(), end) else leading
            remark, end = end, _before_remark(text, start, note.start())
            too = _named_too(text, end, note, remark)
            break
    end = _before_due(text, start, end)
    last = None
    found: list[Named] = []
    if len(labels) > 1:  # 甲局（责任人：某某）: no list begins inside a name
        labels = [one for one in labels if one.role != "none" or not _is_inside(text, start, one.start)]
    if labels:
        ends = [label.start for label in labels[1:]]
        segments = [(a, b, role) for (_, a, role), b in zip(labels, [*ends, end], strict=True)]
        found = _led(text, start, labels[0].start, blanks)
    else:
        verbs = [*VERB.finditer(text, start, end)]
        last = verbs[-1] if verbs else None
        if last is None and not alone and not ROLE_MARK.search(text, start, end):
            return [], leading
        if (
            last is not None
            and end - last.end() > 1
            and end < len(text)
            and text[end] not in CUT_OFF
            and not DOES.search(text, last.end(), end)
            and not all(_names_somebody(item.name) for item in entries(text, last.end() + 1, end, ""))
        ):
            if not _is_sure(entries(text, start, verbs[0].start(), ""), text, start, end):
                return [], leading
            end = last.end()  # 甲局牵头，乙局配合；项目总投资2亿元
        segments = [(start, end, "listed")]
    for a, b, role in segments:
        if role != "none":
            found += with_verbs(text, a, min(b, end), role, blanks, role if labels else "lead")
    if len(labels) == 1 and not own and not too and not MAY_VERB.search(text, segments[0][0], end):
        return found, None  # 责任单位:A、B
    if DOES.search(text, start, end):
        found = without_objects(found)
    if not labels and not alone and not MAY_LIST.search(text, start, end):
        if not all(is_known(item.name) or item.name.startswith("各") for item in found):
            return [], leading
    if not labels and last is not None and _is_sure(found, text, start, end):
        found = [
            item
            for item in found
            if _names_somebody(item.name) or "、" in text[item.start - 1] + text[item.end : item.end + 1]
        ]
    elif not labels:
        somebody = name_somebody(found)
        if alone and last is None and sum(somebody) > 1 and all(somebody[:2]):
            somebody = [
                one or _MAY_NAME.fullmatch(item.name) is not None for one, item in zip(somebody, found, strict=True)
            ]
        # 甲局、乙局、基层按职责分工负责: the verb says that all of them are bodies
        told = last is not None and (_BY_DUTY.match(last[0]) or len(verbs) > 1) and sum(somebody) * 2 >= len(found)
        if not all(somebody if last is None else somebody[:1] if told else somebody[:1] + somebody[-1:]):
            return [], leading
    found = (found if labels else led_by_first(found)) + too
    if own and found and all(item.role == "listed" for item in found):
        mark = found[0].end if own.mark is None else text.find(own.mark, found[0].end, end)
        found = [item._replace(role="lead" if item.start < mark else own.others) for item in found]
    return found, leading


def _named_too(text: str, start: int, note: re.Match[str], end: int) -> list[Named]:
    """The bodies that a remark adds to its own item and later ones alike: 均需各市政府负责，下同; not 以下均需各市政府落实."""
    verb = VERB.search(text, note.end(), end) if note[0] == "均需" and note.start() - start <= 1 else None
    named = entries(text, note.end(), verb.start(), "listed") if verb else []
    return named if all(_names_somebody(one.name) for one in named) else []


def _is_sure(found: list[Named], text: str, start: int, end: int) -> bool:
    """Whether a list says who leads and begins with a body that the tables know: then what is named beside another body need not end like one."""
    return bool(found) and is_known(found[0].name) and text.find("牵头", start, end) >= 0


def _names_somebody(name: str) -> bool:
    return is_body(name) or is_known(name)


def _led(text: str, start: int, end: int, blanks: Sequence[int]) -> list[Named]:
    """The bodies that stand with their verbs before the first label: 甲局牵头，乙局配合。完成时间：…"""
    if not VERB.search(text, start, end):
        return []
    found = with_verbs(text, start, end, "listed", blanks)
    return found if all(is_body(item.name) for item in found) else []


def _is_inside(text: str, start: int, at: int) -> bool:
    return text.count("(", start, at) > text.count(")", start, at)


def _is_outside(text: str, start: int, at: int) -> bool:
    """Whether a place in a list stands in no bracket of a name, 各市（含定州市，下同）, or begins its own, 各市（以下同）."""
    return text[at - 1] in PAIRS or text.count("(", start, at) == text.count(")", start, at)


def _before_remark(text: str, start: int, note: int) -> int:
    """Where the list ends whose remark has its first word at `note`: before the sentence of the remark, else before its clause."""
    if not _is_outside(text, start, note):
        return text.rfind("(", start, note)
    sentence = text.rfind("。", start, note)
    clause = max(*(text.rfind(mark, start, note) for mark in ",;([【〔"), start)
    whole = any(verb.end() == clause for verb in VERB.finditer(text, max(sentence, start), clause))
    return clause if sentence < 0 or whole else sentence  # 甲局负责。各县政府负责落实，以下均需…


def _before_due(text: str, start: int, end: int) -> int:
    """The same for a date at the end of a list: …负责，12月底前完成."""
    cut = max(text.rfind(mark, start, end) for mark in ",;。")
    if cut < 0:
        return end
    dated = _DATED.match(text, cut + 1, end) or (text[end - 1] in DUE_ENDS and DUE.fullmatch(text, cut + 1, end))
    return cut if dated else end


def first_leads_by_note(raw: str, start: int, end: int) -> bool:
    """Whether what stands directly above or below a table says that the first of each cell leads: 注：责任单位列首位的为牵头单位."""
    lines = raw[:start].rstrip(" |\r\n").rpartition("\n")[2], raw[end:].lstrip().partition("\n")[0]
    notes = [fold(words).translate(_WIDTHS).strip() for words in lines]
    return any(_NOTE.match(note) and _FIRST_LEADS.search(note) for note in notes)


def in_cell(cell: str, role: str, blanks: Sequence[int] = ()) -> list[Named]:
    """The names in a table cell that holds nothing else; `role` is that of its column. Offsets, those of `blanks` too, point into the cell."""
    text = cell.translate(_WIDTHS)
    if "<br" in text:
        text = BROKEN.sub(lambda mark: "、" * len(mark[0]), text)
    if role == "first":  # by the heading of the column, the first leads
        found = in_cell(cell, "listed", blanks)
        alike = all(one.role == "listed" for one in found)
        return [one._replace(role="lead") if alike and not at else one for at, one in enumerate(found)]
    labels = labels_in(text, 0, len(text))
    if labels:
        return _read(text, 0, len(text), labels, None, blanks)[0]
    return with_verbs(text, 0, len(text), role, blanks)
