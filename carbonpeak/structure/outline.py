"""Text → Section tree: numbered headings in all their styles, Markdown headings, unnumbered titled items.

What a heading style looks like and which words tell a chapter's kind stand in `data/headings.csv` and
`data/section_kinds.csv`; here is only how headings nest.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right

from carbonpeak.datafiles import rows
from carbonpeak.patterns import lazy
from carbonpeak.structure.clean import Text
from carbonpeak.structure.framing import (
    end_before,
    leads,
    second_title,
    without_counts,
    without_frame,
    without_named_annexes,
    without_notice,
)
from carbonpeak.structure.headings import FIRST, Section, blocks, heading_at
from carbonpeak.structure.items import with_items
from carbonpeak.structure.lost import bare_chapters, find_cut

_KINDS = [(row["kind"], lazy(row["words"])) for row in rows("section_kinds")]
_TAIL = lazy("|".join(f"(?:{row['pattern']})" for row in rows("tails")))
_SITE = lazy("|".join(f"(?:{row['pattern']})" for row in rows("tails") if row["kind"] == "site"))
_CHAPTER_RANK = 2
_ITEM_RANK = 4
_LONGEST_LEAD = 24  # characters of a line that announces items
_LISTED = lazy(r"\((?:责任|牵头|负责)")


class Outline:
    """The sections of a text in reading order, and where each begins, so that an offset finds its section."""

    def __init__(self, sections: list[Section], notice_end: int, feet: list[tuple[int, int]]) -> None:
        self.sections = sections
        self.notice_end = notice_end  # the end of what stands before the first heading
        self.feet = feet  # runs that are the foot of the notice or of a page, and no section's text
        self._starts = [section.start for section in sections]

    def at(self, offset: int) -> Section | None:
        """The section whose own text holds `offset`."""
        index = bisect_right(self._starts, offset) - 1
        return self.sections[index] if index >= 0 else None


def _kind_of(title: str | None) -> str:
    if title:
        for kind, words in _KINDS:
            if words.search(title):
                return kind
    return ""


def outline(clean: Text) -> Outline:
    """The section tree of a cleaned text.

    Text before the first heading is a section of kind `preamble`; in a text that has no headings, or begins in the middle
    of a plan, it is the plan's own text, of kind `task`, and its path is empty.
    """
    text = clean.text
    sections: list[Section] = []
    stack: list[Section] = []
    feet: list[int] = []
    seconds: dict[int, int] = {}  # where a further plan in the same text begins → where its title stands
    bare = bare_chapters(text)
    last = 0  # where the last block ends that is no foot
    for start, end in blocks(text):
        heading = None
        if start in bare:
            heading = Section(_CHAPTER_RANK, "", None, text[start:end], start, end)
        elif text[start] in FIRST or start in clean.headings:
            heading = heading_at(clean, start, end, stack)
            if heading is not None and _SITE.match(text, heading.words, end):
                heading = None
                feet += [start] if sections else []
                continue
        if heading is None:
            if not _TAIL.match(text, start, end):
                last = end
            elif sections:
                feet.append(start)
            continue
        while stack and stack[-1].rank >= heading.rank:
            stack.pop()
        if stack and stack[0].rank < 0 and _goes_on_behind(heading, sections):
            stack.clear()  # 附表1 between 一、 and 二、
        if stack:
            heading.parent = stack[-1]
        elif heading.ordinal == "1" and sections:
            second = second_title(text, sections, start)
            if second is not None:
                seconds[start] = second
        stack.append(heading)
        sections.append(heading)
    sections = without_counts(text, sections)
    for section, following in itertools.pairwise(sections):
        section.end = max(end_before(text, following.start), section.body)
    size = len(text.rstrip("\n"))
    if sections:
        sections[-1].end = size
    sections = without_named_annexes(text, _without_repeats(sections))
    noticed = bool(sections)
    sections = without_frame(text, without_notice(text, sections))
    kept = set(map(id, sections))
    for section in sections:
        while section.parent is not None and id(section.parent) not in kept:
            section.parent = section.parent.parent
    runs = _cut_feet(text, sections, feet, size)
    further = leads(text, sections, seconds)
    for section in sections:
        if section.parent is not None:
            section.parent.children.append(section)
    find_cut(clean, sections, size)
    _name(text, sections)
    sections = with_items(clean, sections)
    lead_end = sections[0].start if sections else size
    if lead_end > 0:
        lead = Section(-1, "", None, None, 0, 0)
        lead.end = lead_end - 1 if sections else last or lead_end
        own = _is_middle(text, lead_end, sections) if sections else not noticed
        lead.kind, lead.path = ("task", "") if own else ("preamble", "preamble")
        sections.insert(0, lead)
    if further:
        sections = sorted([*sections, *further], key=lambda section: section.start)
    return Outline(sections, lead_end, runs)


def _goes_on_behind(heading: Section, sections: list[Section]) -> bool:
    """Whether a chapter goes on the count of the body behind an attached table that stands in the middle of it."""
    if heading.rank != _CHAPTER_RANK or not heading.ordinal.isdigit():
        return False
    before = next((one for one in reversed(sections) if one.rank == _CHAPTER_RANK), None)
    if before is None:
        return sections[0].rank < 0 and int(heading.ordinal) > 1  # of a copy that begins with the table
    return before.parent is None and before.ordinal == str(int(heading.ordinal) - 1)


def _cut_feet(text: str, sections: list[Section], feet: list[int], size: int) -> list[tuple[int, int]]:
    """Takes the feet of pages and notices from the sections they follow; returns their runs."""
    runs: list[tuple[int, int]] = []
    for start in feet:
        if runs and start < runs[-1][1]:
            continue
        index = bisect_right([section.start for section in sections], start) - 1
        if index < 0:
            continue
        end = end_before(text, sections[index + 1].start) if index + 1 < len(sections) else size
        sections[index].end = max(start - 1, sections[index].body)
        runs.append((start, end))
    return runs


def _without_repeats(sections: list[Section]) -> list[Section]:
    """Drops tables of contents and PDF outlines: headings without text that stand again, in the same words, with text or children."""
    counts: dict[tuple[float, str, str | None], int] = {}
    for section in sections:
        counts[_key(section)] = counts.get(_key(section), 0) + 1
    if all(count == 1 for count in counts.values()):
        return sections
    last = {_key(section): index for index, section in enumerate(sections)}
    annexes = [index for index, section in enumerate(sections) if section.rank < 0]
    keep: list[Section] = []
    seen: dict[tuple[float, str, str | None], Section] = {}
    ahead = -1  # the last heading that is of a table of contents printed before the text
    for index, section in enumerate(sections):
        key = _key(section)
        follower = sections[index + 1] if index + 1 < len(sections) else None
        bare = section.end - section.body <= 1
        doubled = counts[key] > 1
        if doubled and bare and key in seen and _listing(sections, index):
            continue  # an outline printed behind the text
        goes_on = ahead == index - 1 >= 0
        if goes_on and bare and section.rank < 0 and annexes[-1] > index:
            ahead = index  # 附件1 at its end, whose title stands in a line of its own where the annex begins
            continue
        if doubled and bare and last[key] > index and follower is not None:
            again = counts.get(_key(follower), 0) > 1 and follower.end - follower.body <= 1
            if goes_on or (again and _listing(sections, index)):
                ahead = index
                continue
        seen[key] = section
        keep.append(section)
    return keep


def _listing(sections: list[Section], index: int) -> bool:
    """Whether the headings from `index` on follow each other without text, as in a table of contents."""
    run: dict[tuple[float, str, str | None], Section] = {}
    for section in sections[index : index + 4]:
        if _key(section) in run:
            break  # the text begins
        run[_key(section)] = section
    return all(section.end - section.body <= 1 for section in run.values())


def _key(section: Section) -> tuple[float, str, str | None]:
    return section.rank, section.ordinal, section.title


def _announced(text: str, start: int) -> str:
    """The kind of what the line before a heading announces: 改造目标如下：, and '' where it announces nothing."""
    line = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)]
    return _kind_of(line[:-1].removesuffix("如下")) if line.endswith(":") and len(line) <= _LONGEST_LEAD else ""


def _name(text: str, sections: list[Section]) -> None:
    """Gives every section its path and kind. Sections are in reading order, parents before children."""
    used: dict[str, int] = {}
    holders: dict[str, Section] = {}
    above: dict[int, str] = {}  # what the paths of the sections below begin with
    siblings: dict[int, int] = {}
    goals = 0.0  # the rank of items without a chapter that a line announces as objectives
    for section in sections:
        parent = section.parent
        if not section.ordinal:
            section.ordinal = str(siblings.get(id(parent), 0) + 1)
        if section.ordinal.isdigit():
            siblings[id(parent)] = int(section.ordinal)
        path = section.ordinal if parent is None else f"{above[id(parent)]}.{section.ordinal}"
        times = used[path] = used.get(path, 0) + 1
        section.path = path if times == 1 else f"{path}_{times}"
        orphan = times > 1 and holders[path].rank > section.rank
        plain = times == 1 or orphan  # the first is an item whose chapter a fragment lacks
        above[id(section)] = path if plain else section.path
        if plain:
            holders[path] = section
        if section.rank < 0:
            section.kind = "annex"
        elif parent is None or parent.kind in ("requirement", "preamble", "objective"):
            section.kind = _kind_of(section.title) or (parent.kind if parent is not None else "action")
        else:
            section.kind = parent.kind
        if parent is None and section.rank >= _ITEM_RANK and section.kind == "preamble":
            section.kind = "action"  # 1.产业基础。产业基础进一步夯实: no chapter that reports
        if parent is None and section.rank > _CHAPTER_RANK and section.kind == "action":
            if section.ordinal == "1":
                goals = section.rank if _announced(text, section.start) == "objective" else 0.0
            section.kind = "objective" if goals == section.rank else "action"
        cut = section.rank >= _ITEM_RANK and section.children and section.children[0].cut
        if section.kind == "action" and (cut or not section.children):
            section.kind = "task"
        if parent is not None and parent.kind == "task" and not section.cut:
            parent.kind = "action"
            if section.kind != "task":
                section.kind = "task"


def gaps(clean: Text, tree: Outline) -> list[tuple[str, str, str]]:
    """What is odd about the headings: path, the words, and what is not understood. An ordinal that does not follow the one before
    under the same parent, and a further plan in the same text."""
    found = []
    before: dict[int, Section] = {}
    for section in tree.sections:
        if section.path.startswith("preamble_"):
            before.clear()
            end = clean.text.find("\n", section.start, section.end)
            title = clean.words(section.start, section.end if end < 0 else end)
            found.append(
                (section.path, title, "a further plan begins here: in a file of its own it is a plan of its own")
            )
        if not section.number or not section.ordinal.isdigit():
            continue
        last = before.get(id(section.parent))
        if last is not None and last.rank == section.rank and int(section.ordinal) != int(last.ordinal) + 1:
            words = f"{last.number or ''} → {section.number}"
            found.append((section.path, words, "a heading between these two is missing or not understood"))
        before[id(section.parent)] = section
    return found


def _is_middle(text: str, lead_end: int, sections: list[Section]) -> bool:
    """Whether the text before the first heading is already the plan's own: it lists who is responsible, or the count begins late
    and it is more than a title."""
    if _LISTED.search(text, 0, lead_end):
        return True
    first = sections[0]
    return first.ordinal not in ("1", "annex") and "。" in text[:lead_end]
