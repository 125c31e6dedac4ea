"""Where the sentence of a target begins and ends in its section."""

from __future__ import annotations

from bisect import bisect_left

from carbonpeak.patterns import lazy
from carbonpeak.structure.headings import Section
from carbonpeak.targets.signs import TRIGGER

_LONGEST_LABELLED = 30  # characters of a line like 责任领导：某某
_NOTE = lazy("(?:备注|附注|注)[0-9]*:")
_NUMBER = lazy("[0-9]{1,2}(?:[.、]|。(?=.))")
_COUNTS = lazy("[0-9]|五”?(?:期间|时期),")  # a number, or a year or span by which one is to be reached


def end_of(text: str, at: int, limit: int) -> int:
    """Where the sentence that holds `at` ends, before its stop."""
    stop = text.find("。", at, limit)
    line = text.find("\n", at, stop if stop >= 0 else limit)
    return line if line >= 0 else stop if stop >= 0 else limit


def is_note(text: str, paragraph: int) -> bool:
    """Whether a paragraph is a note below a table (注：[ ]内为五年累计数), or a further number of one."""
    while _NUMBER.match(text, paragraph) and paragraph > 1:
        paragraph = text.rfind("\n", 0, paragraph - 1) + 1
    return _NOTE.match(text, paragraph) is not None


def is_sentence(text: str, section: Section, lists: list[tuple[int, int]]) -> bool:
    """Whether what stands as a title is the item's only sentence, or its first with a number of its own: 1.新增光伏装机120万千瓦。
    Its list may stand behind it or in the lines below."""
    begin = section.body
    listed = text.startswith(("(", "[", "【", "〔"), begin)
    if listed and text.find("。", begin, section.end) < 0 and TRIGGER.search(text, section.words, begin):
        return True
    if not listed and text.startswith("\n", begin):
        run = bisect_left(lists, (begin, 0))
        before = text[begin + 1 : lists[run][0]] if run < len(lists) and lists[run][0] < section.end else "。"
        listed = all(
            ":" in line and len(line) <= _LONGEST_LABELLED for line in before.rstrip("([【〔").split("\n") if line
        )
    signs = TRIGGER if listed and text.startswith("。", begin - 1) else _COUNTS
    return (listed or text.startswith("。", begin - 1)) and signs.search(text, section.words, begin) is not None
