"""What copies lose of an outline: the numbers of chapters, and the end of the text within its last item."""

from __future__ import annotations

import re

from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.structure.clean import Text
from carbonpeak.structure.headings import Section
from carbonpeak.structure.ordinals import ordinal

_BARE = lazy(rf"\n({PHRASES['bare_chapter']})(?=\n)")
_NUMBERED = lazy(r"(?:^|\n)(?:([一二三四五六七八九十]{1,3})[、.,]|第[一二三四五六七八九十]{1,3}[章部编])")
_FIRST_ITEM = lazy(r"\n(?:\(一\)|1[.、](?!\d))")
_LONGEST_BEGINNING = 20  # characters of the first words of an item
_SHORTEST_TITLE = 4
_WHOLE = frozenset("。!;)]】”日")  # what a text ends with that does not break off


def bare_chapters(text: str) -> set[int]:
    """Where lines begin that are the title of a chapter and nothing else, in a copy whose chapters have lost their numbers: all
    of them, or the one between two."""
    if not _BARE.search(text):
        return set()
    numbered = [*_NUMBERED.finditer(text)]
    found = [one.start(1) for one in _BARE.finditer(text)]
    if not numbered:
        return set(found) if len(found) > 1 else set()
    return {start for start in found if _is_missing(text, start, numbered)}


def _is_missing(text: str, start: int, numbered: list[re.Match[str]]) -> bool:
    """Whether a line that is the title of a chapter opens one that is counted: its items begin below it, with a chapter's text
    before it, and the next chapter's number leaves one out."""
    before = next((one for one in reversed(numbered) if one.start() < start), None)
    if before is None or not before[1] or not _FIRST_ITEM.match(text, text.find("\n", start)):
        return False
    if "。" not in text[before.end() : start]:
        return False
    after = next((one for one in numbered if one.start() > start), None)
    if after is None:
        return True
    first, second = ordinal(before[1]), ordinal(after[1] or "")
    return first.isdigit() and second.isdigit() and int(second) == int(first) + 2


def find_cut(clean: Text, sections: list[Section], size: int) -> None:
    """Marks the last item where the text breaks off within its first words, while those before it have whole sentences. A line of
    its own may be the whole title where the one before is a line, too; a very short one only with nothing below that."""
    text = clean.text
    if len(sections) < 2 or sections[-1].rank < 0 or sections[-1].end < size:
        return
    last = sections[-1]
    if text[size - 1] in _WHOLE or text.find("。", last.start, size) >= 0:
        return
    if clean.tables and clean.tables[-1].start > clean.to_raw(last.start):
        return
    titled = last.title and last.end - last.body > 1
    if not titled and size - last.words >= _LONGEST_BEGINNING and "," in text[last.words : size]:
        return  # what has to be done can be read
    before = next((one for one in reversed(sections[:-1]) if one.rank == last.rank), sections[-2])
    bare = last.end - last.body <= 1 and before.title and text[before.body - 1] != "。"
    alike = not before.children and before.end - before.body <= 1
    line = bare and (alike or size - last.words >= _SHORTEST_TITLE)
    last.cut = not line and text.find("。", sections[0].start, last.start) >= 0
