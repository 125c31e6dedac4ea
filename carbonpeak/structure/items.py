"""Section → unnumbered items below a numbered heading: paragraphs that open with a short title and 。, or lines that are one, each
above paragraphs of which the last closes with a list of bodies in brackets."""

from __future__ import annotations

import re

from carbonpeak.patterns import lazy
from carbonpeak.structure.clean import Text
from carbonpeak.structure.headings import Section, blocks

_ITEM = lazy(r"(?!——)([^,;:。()\n]{2,22})。(?=[^\n])")
_LINE = lazy(r"(?!——)([^;:()\n0-9]{4,36}?)。?")
_LISTED = lazy(r"[(\[【〔][^()]*(?:[局委部厅办院会司]|政府|单位|中心|公司|[负牵]|参与|配合|落实|等)[^()]*[)\]】〕]。?$")
_BARE = lazy(r"[^,;:、。()\[\]【】〔〕\n0-9]{6,26}")
_ENDED = frozenset("。)]】〕")
_KINDS = frozenset({"task", "safeguard", "objective"})
_MOST_LEADING = 2  # paragraphs that lead to items
_LONGEST_LIST = 400  # characters of a list of bodies
_LABELLED = lazy("(?:责任|牵头|配合|主办|协办|落实)(?:责任)?(?:单位|部门):")


def with_items(clean: Text, sections: list[Section]) -> list[Section]:
    """Adds the unnumbered titled items of sections that have no numbered ones."""
    text = clean.text
    result: list[Section] = []
    taken = {section.path for section in sections}
    itemized: set[int] = set()  # parents of sections that have such items
    for section in sections:
        result.append(section)
        if section.children or section.kind not in _KINDS or section.body >= section.end:
            continue
        if text.find("\n", section.body, section.end) < 0 and id(section.parent) not in itemized:
            continue
        begin = section.body + (text[section.body] == "\n")
        spans = [(begin + a, begin + b) for a, b in blocks(text[begin : section.end])]
        titles = [_ITEM.match(text, a, b) for a, b in spans]
        single = id(section.parent) in itemized and titles[0] is not None
        fewest = 1 if single else 2
        lined = sum(title is not None for title in titles) < fewest
        if lined:
            titles = _lines(text, spans)
        if sum(title is not None for title in titles) < fewest:
            continue
        if section.kind == "objective":
            if lined or None in titles:
                continue  # 规模以上工业能耗持续下降。到2025年…: a sentence among others
        elif not lined:
            itemized.add(id(section.parent))
        if titles[0] is None:  # what leads to items, each with its list in lines of their own
            first = next(at for at, title in enumerate(titles) if title)
            if not lined and not _all_list(text, spans[first:], titles[first:]):
                continue
            spans, titles = spans[first:], titles[first:]
        if None in titles and any(title and text[title.end()] in "([【〔" for title in titles):
            continue  # 森林覆盖率达到20%。（林业局）: sentences, each with its list
        last = section
        section.end = spans[0][0] - 1
        for (start, end), title in zip(spans, titles, strict=True):
            if title is not None:
                item = Section(
                    section.rank + 1,
                    str(len(section.children) + 1),
                    None,
                    clean.words(start, title.end(1)),
                    start,
                    title.end(),
                )
                item.parent, item.kind = section, section.kind
                item.path = path = f"{section.path}.{len(section.children) + 1}"
                times = 1
                while item.path in taken:  # below a further chapter of the same number
                    times += 1
                    item.path = f"{path}_{times}"
                taken.add(item.path)
                section.children.append(item)
                result.append(item)
                last = item
            last.end = end
        if section.kind == "task":
            section.kind = "action"
    return result


def _lines(text: str, spans: list[tuple[int, int]]) -> list[re.Match[str] | None]:
    """The titles that are a line of their own; none where not every run of paragraphs up to a list in brackets begins with one.
    What leads to the first run may stand before its title."""
    titles: list[re.Match[str] | None] = []
    opens = True
    for number, (start, end) in enumerate(spans):
        closes = _LISTED.search(text, max(spans[0][0], end - _LONGEST_LIST), end) is not None
        bare = opens or _is_bare(text, spans, number)  # a list may be missing
        title = _LINE.fullmatch(text, start, end) if bare and not closes and number < len(spans) - 1 else None
        if title and text[end - 1] == "。" and _BARE.fullmatch(text, *spans[number + 1]):
            title = None  # what leads to the title below it
        if opens and title is None and (closes or any(titles) or number >= _MOST_LEADING):
            return []
        titles.append(title)
        opens = closes or not any(titles)
    return titles


def _is_bare(text: str, spans: list[tuple[int, int]], number: int) -> bool:
    """Whether a line without any mark stands between two paragraphs that end with one."""
    ends = [text[end - 1] in _ENDED for _, end in spans[max(number - 1, 0) : number + 2]]
    return ends == [True, False, True] and _BARE.fullmatch(text, *spans[number]) is not None


def _all_list(text: str, spans: list[tuple[int, int]], titles: list[re.Match[str] | None]) -> bool:
    """Whether a line with the label of a list stands below each titled paragraph."""
    listed = True
    for (start, end), title in zip(spans, titles, strict=True):
        if title:
            if not listed:
                return False
            listed = False
        elif _LABELLED.match(text, start, end):
            listed = True
    return listed
