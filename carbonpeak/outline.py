"""Text → Section tree: numbered headings in all their styles, Markdown headings, unnumbered titled items.

What a heading style looks like and which words tell a chapter's kind stand in `data/headings.csv` and
`data/section_kinds.csv`; here is only how headings nest.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right

from carbonpeak.clean import Text, dress
from carbonpeak.datafiles import rows
from carbonpeak.patterns import lazy

_STYLES = rows("headings")
_HEADING = lazy("|".join(f"(?P<r{row['rank']}>{row['pattern']})" for row in _STYLES))
_FIRST = frozenset("第一二三四五六七八九十(0123456789①②③④⑤⑥⑦⑧⑨⑩、附")
_KINDS = [(row["kind"], lazy(row["words"])) for row in rows("section_kinds")]
_TAIL = lazy("|".join(f"(?:{row['pattern']})" for row in rows("tails")))
_ANNEX = lazy(r"附[件表录]\d{0,2}[:.]?")
_LEADER_END = frozenset("….·0123456789")
_LEADER = lazy(r"(?:…|\.{3}|·{3})[…. ·\d]*$|\d$(?<=[…·]\d)")  # a line of a table of contents: 一、发展基础……3
_NEXT = r"(?=(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、](?!\d)){han})"
_INLINE = lazy(rf"[。)](?=[一二三四五六七八九十(0-9]){_NEXT}")
_GLUED = lazy(rf"(?:[一二三四五六七八九十]{{1,3}}、|\([一二三四五六七八九十]{{1,3}}\))[^。,;:()\d\n]{{2,30}}{_NEXT}")
_ITEM = lazy(r"(?!——)([^,;:。()\n]{2,22})。(?=[^\n])")
_LISTED = lazy(r"\((?:责任|牵头|负责)")
_HAN = {c: n for n, c in enumerate("零一二三四五六七八九")}
_MARKDOWN_RANK = 2


class Section:
    """A heading with the text under it, up to the next heading. Offsets point into the cleaned text."""

    __slots__ = ("body", "children", "end", "kind", "number", "ordinal", "parent", "path", "rank", "start", "title")

    def __init__(self, rank: int, ordinal: str, number: str | None, title: str | None, start: int, body: int) -> None:
        self.rank = rank
        self.ordinal = ordinal
        self.number = number
        self.title = title
        self.start = start
        self.body = body  # where the text after the title begins
        self.end = body
        self.kind = ""
        self.path = ""
        self.parent: Section | None = None
        self.children: list[Section] = []

    @property
    def level(self) -> int:
        """1 for a chapter, 0 for what stands outside the outline."""
        return self.path.count(".") + 1 if self.ordinal else 0


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


def ordinal(written: str) -> str:
    """`十二` → `12`, `③` → `3`, `4` → `4`."""
    if written.isascii():
        return written.lstrip("0") or "0"
    if "①" <= written <= "⑳":
        return str(ord(written) - ord("①") + 1)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return str(_HAN.get(ones, 0))
    return str((_HAN[tens[-1]] if tens else 1) * 10 + (_HAN[ones] if ones else 0))


def _blocks(text: str) -> list[tuple[int, int]]:
    """The paragraphs of a text; where a copy has lost its line breaks, a paragraph also begins at a heading behind a full stop, a
    list or another heading."""
    spans = []
    start = 0
    for block in text.split("\n"):
        end = start + len(block)
        at = start
        while block:
            glued = _GLUED.match(text, at, end) if text[at] in _FIRST else None
            inline = None if glued else _INLINE.search(text, at + 1, end)
            found = glued or inline
            spans.append((at, found.end() if found else end))
            if found is None:
                break
            at = found.end()
        start = end + 1
    return spans


def _title_end(clean: Text, start: int, end: int) -> int:
    """Where the title of a heading that begins at `start` (behind its number) ends, in a block that ends at `end`."""
    text = clean.text
    stop = text.find("。", start, min(end, start + 60))
    if stop >= 0 and "," not in text[start:stop][24:]:
        return stop
    if end - start <= 50:
        return end
    # Heading and text on one line, parted by nothing but a space that the cleaned text no longer has.
    index = bisect_right(clean.starts, start)
    if index < len(clean.starts) and 4 <= clean.starts[index] - start <= 30 and not text[clean.starts[index] - 1].isascii():
        gap = clean.starts[index]
        if not text[gap].isascii():
            return gap
    return start


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
    for start, end in _blocks(text):
        heading = None
        if text[start] in _FIRST or start in clean.headings:
            heading = _heading(clean, start, end, stack)
        if heading is None:
            if sections and _TAIL.match(text, start, end):
                feet.append(start)
            continue
        while stack and stack[-1].rank >= heading.rank:
            stack.pop()
        if stack:
            heading.parent = stack[-1]
        stack.append(heading)
        sections.append(heading)
    for section, following in itertools.pairwise(sections):
        section.end = max(following.start - 1, section.body)
    size = len(text.rstrip("\n"))
    if sections:
        sections[-1].end = size
    sections = _without_repeats(sections)
    runs = _cut_feet(sections, feet, size)
    for section in sections:
        if section.parent is not None:
            section.parent.children.append(section)
    _name(sections)
    sections = _with_items(clean, sections)
    lead_end = sections[0].start if sections else size
    if lead_end > 0:
        lead = Section(-1, "", None, None, 0, 0)
        lead.end = lead_end - 1 if sections else lead_end
        own = not sections or _is_middle(text, lead_end, sections)
        lead.kind, lead.path = ("task", "") if own else ("preamble", "preamble")
        sections.insert(0, lead)
    return Outline(sections, lead_end, runs)


def _cut_feet(sections: list[Section], feet: list[int], size: int) -> list[tuple[int, int]]:
    """Takes the feet of pages and notices from the sections they follow; returns their runs."""
    runs: list[tuple[int, int]] = []
    for start in feet:
        if runs and start < runs[-1][1]:
            continue
        index = bisect_right([section.start for section in sections], start) - 1
        end = sections[index + 1].start - 1 if index + 1 < len(sections) else size
        sections[index].end = max(start - 1, sections[index].body)
        runs.append((start, end))
    return runs


def _heading(clean: Text, start: int, end: int, stack: list[Section]) -> Section | None:
    """The heading that the block `start:end` opens with, or None."""
    text = clean.text
    found = _HEADING.match(text, start, end)
    if found:
        rank = int(found.lastgroup[1:]) if found.lastgroup else 0
        body = found.end()
        if body >= end or (text[end - 1] in _LEADER_END and _LEADER.search(text, body, end)):
            return None
        written = next(group for group in found.groups()[found.re.groupindex[f"r{rank}"] :] if group)
        number = ordinal(written)
        title_end = _title_end(clean, body, end)
        title = dress(clean.text[body:title_end]) or None
        section = Section(rank, number, dress(found[0]), title, start, min(title_end + (text.startswith("。", title_end)), end))
        return section
    annex = _ANNEX.match(text, start, end)
    if annex and end - start <= 60:
        return Section(-1, "annex", annex[0], dress(clean.text[annex.end() : end]) or None, start, end)
    if text[start] == "、" and end - start <= 16:  # a lost ordinal
        before = next((section for section in stack if section.rank == 2), None)
        return Section(2, str(int(before.ordinal) + 1) if before and before.ordinal.isdigit() else "1", "、", dress(clean.text[start + 1 : end]), start, end)
    if start in clean.headings and stack and end - start <= 40 and not text.endswith("。", start, end):
        return Section(_MARKDOWN_RANK, "", None, dress(clean.text[start:end]), start, end)
    return None


def _without_repeats(sections: list[Section]) -> list[Section]:
    """Drops tables of contents and PDF outlines: headings without text that stand again, in the same words, with text or children."""
    counts: dict[tuple[int, str, str | None], int] = {}
    for section in sections:
        key = (section.rank, section.ordinal, section.title)
        counts[key] = counts.get(key, 0) + 1
    if all(count == 1 for count in counts.values()):
        return sections
    keep: list[Section] = []
    seen: dict[tuple[int, str, str | None], Section] = {}
    for index, section in enumerate(sections):
        key = (section.rank, section.ordinal, section.title)
        follower = sections[index + 1] if index + 1 < len(sections) else None
        bare = section.end - section.body <= 1
        doubled = counts[key] > 1
        if doubled and bare and key in seen:
            continue  # an outline printed behind the text
        if doubled and bare and follower is not None and counts.get((follower.rank, follower.ordinal, follower.title), 0) > 1 and (
            follower.end - follower.body <= 1
        ):
            later = [s for s in sections[index + 1 :] if (s.rank, s.ordinal, s.title) == key]
            if later and _listing(sections, index):
                continue  # a table of contents printed before the text
        seen[key] = section
        keep.append(section)
    kept = set(map(id, keep))
    for section in keep:
        while section.parent is not None and id(section.parent) not in kept:
            section.parent = section.parent.parent
    return keep


def _listing(sections: list[Section], index: int) -> bool:
    """Whether the headings from `index` on follow each other without text, as in a table of contents."""
    run = sections[index : index + 4]
    return all(section.end - section.body <= 1 for section in run)


def _name(sections: list[Section]) -> None:
    """Gives every section its path and kind. Sections are in reading order, parents before children."""
    used: dict[str, int] = {}
    siblings: dict[int, int] = {}
    for section in sections:
        parent = section.parent
        if not section.ordinal:
            section.ordinal = str(siblings.get(id(parent), 0) + 1)
        if section.ordinal.isdigit():
            siblings[id(parent)] = int(section.ordinal)
        path = section.ordinal if parent is None else f"{parent.path}.{section.ordinal}"
        times = used[path] = used.get(path, 0) + 1
        section.path = path if times == 1 else f"{path}_{times}"
        if section.rank < 0:
            section.kind = "annex"
        elif parent is None or parent.kind in ("requirement", "preamble", "objective"):
            section.kind = _kind_of(section.title) or (parent.kind if parent is not None else "action")
        else:
            section.kind = parent.kind
        if section.kind == "action" and not section.children:
            section.kind = "task"
        if parent is not None and parent.kind == "task":
            parent.kind = "action"
            if section.kind != "task":
                section.kind = "task"


def _with_items(clean: Text, sections: list[Section]) -> list[Section]:
    """Adds the unnumbered titled items of sections that have no numbered ones."""
    text = clean.text
    result: list[Section] = []
    for section in sections:
        result.append(section)
        if section.children or section.kind not in ("task", "safeguard") or section.body >= section.end:
            continue
        if text.find("\n", section.body, section.end) < 0:
            continue
        begin = section.body + (text[section.body] == "\n")
        spans = [(begin + a, begin + b) for a, b in _blocks(text[begin : section.end])]
        titles = [_ITEM.match(text, a, b) for a, b in spans]
        if sum(title is not None for title in titles) < 2 or titles[0] is None:
            continue
        last = section
        section.end = spans[0][0] - 1
        for (start, end), title in zip(spans, titles, strict=True):
            if title is not None:
                item = Section(section.rank + 1, str(len(section.children) + 1), None, dress(clean.text[start : title.end(1)]), start, title.end())
                item.parent, item.kind, item.path = section, section.kind, f"{section.path}.{len(section.children) + 1}"
                section.children.append(item)
                result.append(item)
                last = item
            last.end = end
        if section.kind == "task":
            section.kind = "action"
    return result


def gaps(tree: Outline) -> list[tuple[str, str, str]]:
    """Headings whose ordinal does not follow the one before under the same parent: path, number before, number as written."""
    found = []
    before: dict[int, Section] = {}
    for section in tree.sections:
        if not section.number or not section.ordinal.isdigit():
            continue
        last = before.get(id(section.parent))
        if last is not None and last.rank == section.rank and int(section.ordinal) != int(last.ordinal) + 1:
            found.append((section.path, last.number or "", section.number))
        before[id(section.parent)] = section
    return found


def _is_middle(text: str, lead_end: int, sections: list[Section]) -> bool:
    """Whether the text before the first heading is already the plan's own: it lists who is responsible, or the count begins late."""
    if _LISTED.search(text, 0, lead_end):
        return True
    first = sections[0]
    return first.ordinal not in ("1", "annex")
