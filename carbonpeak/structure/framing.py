"""What stands around a plan in one text: the notice that it is attached to, the counts of a page that shares it, a further plan."""

from __future__ import annotations

import itertools

from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.structure.headings import Section

_ARABIC = 4  # the rank of 1. and 1、
_LONGEST_HEAD = 100  # characters of an annex's head
_SENTENCE_ENDS = frozenset("。;:!?)》”")
_TITLE = lazy(rf"[^,。;:!?()《》]{{4,60}}(?:{PHRASES['document']})(?:\([^()]{{2,20}}\))?")
_FRAMED = lazy(rf"(?:[^,。;:!?()《》]|《[^《》]*》){{4,60}}(?:{PHRASES['document']})(?:\([^()]{{2,20}}\))?")
_ISSUES = lazy(r"(?:印发|下发|下达|分解)[^。\n]{0,30}(?:如下|你们|执行|落实|实施)")
_SIGNED = lazy(r"\n[^\n。]{0,30}?(?:20\d\d|二[〇○零一二三四五六七八九]{3})年[^\n。]{1,3}月[^\n。]{1,3}日(?=\n)")
_COMMITS = lazy(r"(?:责任|牵头|配合)(?:单位|部门):|到20\d\d年|牵头[,)]|负责\)")
_TABLES = ("表", "清单", "分工")
_TITLE_ENDS = frozenset(word[-1] for word in PHRASES["document"].replace(")", "").split("|")) | {")"}


def end_before(text: str, start: int) -> int:
    """Where what stands before a heading ends: its line feed is no part of it; in a copy without breaks there is none."""
    return start - text.startswith("\n", start - 1)


def second_title(text: str, sections: list[Section], start: int) -> int | None:
    """Where the title of a further plan stands whose first chapter begins at `start`: the last line like one behind the text of
    the plan before, or None."""
    if all(section.parent is not None or section.ordinal in ("1", "annex") for section in sections):
        return None
    begin = sections[-1].body
    found = None
    for line in text[begin : start - 1].split("\n"):
        if line and line[-1] in _TITLE_ENDS and _TITLE.fullmatch(line):
            found = begin
        begin += len(line) + 1
    return found


def leads(text: str, sections: list[Section], seconds: dict[int, int]) -> list[Section]:
    """What stands before each further plan, taken from the section that it follows."""
    found: list[Section] = []
    for last, section in itertools.pairwise(sections):
        title = seconds.get(section.start)
        if title is not None:
            last.end = min(last.end, max(end_before(text, title), last.body))
            lead = Section(-1, "", None, None, title, title)
            lead.end = end_before(text, section.start)
            lead.kind, lead.path = "preamble", f"preamble_{len(found) + 2}"
            found.append(lead)
    return found


def without_counts(text: str, sections: list[Section]) -> list[Section]:
    """The sections without the counts that pages which share documents print before each of their pieces: 1、 before the title,
    and the next ones within a sentence."""
    if (
        len(sections) < 2
        or (sections[0].rank, sections[0].number) != (_ARABIC, "1、")
        or sections[1].rank >= _ARABIC
        or sections[1].ordinal != "1"
    ):
        return sections
    kept: list[Section] = []
    counts: set[int] = set()
    for section in sections:
        inside = not counts or text[section.start - 2] not in _SENTENCE_ENDS
        if inside and section.number == f"{len(counts) + 1}、":
            counts.add(id(section))
            continue
        while section.parent is not None and id(section.parent) in counts:
            section.parent = section.parent.parent
        kept.append(section)
    return kept


def without_notice(text: str, sections: list[Section]) -> list[Section]:
    """The sections without the items of the notice to which the plan is attached: 一、 to 三、 before its signature, behind which the
    count begins again, or the plan is an annex."""
    if len(sections) < 2 or sections[0].ordinal != "1" or not _ISSUES.search(text, 0, sections[0].start):
        return sections
    for index, (last, section) in enumerate(itertools.pairwise(sections), 1):
        again = 0 <= section.rank <= sections[0].rank and section.ordinal == "1"
        if (again or section.rank < 0) and _SIGNED.search(text, last.body, section.start):
            if _COMMITS.search(text, sections[0].start, section.start):
                return sections  # a plan in the form of a notice
            plan = sections[index:] if again else without_frame(text, sections[index:])
            return plan if again or plan[0] is not section else sections
        if section.parent is not None:
            return sections  # its items have none of their own
    signed = _SIGNED.search(text, sections[-1].body)
    if signed and not _COMMITS.search(text, sections[0].start, signed.start()):
        if any(_FRAMED.fullmatch(line) for line in text[signed.end() :].split("\n")):
            return []  # a table is all that it prints
    return sections


def without_named_annexes(text: str, sections: list[Section]) -> list[Section]:
    """The sections without the names of annexes that a notice lists before its signature, or a plan at its end: 附件：1.…任务分解,
    where the annexes themselves stand behind it."""
    annexes = [index for index, section in enumerate(sections) if section.rank < 0]
    for first, following in itertools.pairwise(annexes):
        one, other = sections[first], sections[following]
        if (one.number or "").endswith(":") and text.find("。", one.start, other.start) < 0:
            head = text[other.start : other.start + _LONGEST_HEAD]
            if _SIGNED.search(text, one.start, other.start) or _annex_name(text[one.words : one.end]) in head:
                return [*sections[:first], *sections[following:]]
    return sections


def _annex_name(title: str) -> str:
    """The title of an annex in a list, without its count."""
    return title.partition("\n")[0].lstrip("0123456789.、")


def without_frame(text: str, sections: list[Section]) -> list[Section]:
    """The sections without the 附件 that the plan itself is of a notice: the first heading of all, with the plan's title and its
    chapters behind it."""
    if not sections or sections[0].rank >= 0:
        return sections
    frame = sections[0]
    chapters = [section.ordinal for section in sections if section.parent is frame]
    lines = [frame.title or "", *text[frame.body : frame.end].split("\n")]
    end = next((section.start for section in sections[1:] if section.rank < 0), len(text))
    listed = _COMMITS.search(text, frame.body, end) is not None  # its items, and no table, say who is responsible
    titled = any(line and (listed or not line.endswith(_TABLES)) and _FRAMED.fullmatch(line) for line in lines)
    if not titled or chapters[:2] not in (["1", "2"], ["1"]):
        return sections
    for section in sections:
        if section.parent is frame:
            section.parent = None
    return sections[1:]
