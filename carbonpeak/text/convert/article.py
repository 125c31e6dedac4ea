"""Where on a web page the article is. trafilatura tells; what it overlooks beside it (an annex, a table) is taken in."""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from typing import Any

import trafilatura

from carbonpeak import datafiles

_FOOT = re.compile("|".join(f"(?:{row['pattern']})" for row in datafiles.rows("tails")))
_CHUNK = 12  # characters of a piece of text long enough to be found again
_ARTICLE = 0.98  # share of what trafilatura takes for the article that its element has to hold
_SENTENCES, _ROWS = 3, 3  # how many make something beside the article part of it
# A form is not skipped: whole pages stand in one.
_SKIPPED_NAMES = "script style noscript template nav aside button select input textarea iframe object svg head title"
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def find(page: Any) -> Any:
    """The smallest element that holds what trafilatura takes for the article; the body where it finds none."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found: Any = trafilatura.bare_extraction(
        deepcopy(page), favor_recall=True, include_comments=False, include_tables=True
    )
    body = page.find("body") if page.find("body") is not None else page
    if found is None or found.body is None:
        return body
    spans, text = _spans(body)
    taken = []
    last = 0
    for piece in found.body.itertext():
        words = squeezed(piece)
        # what sites print below a text does not tell where the text is
        if len(words) < _CHUNK or _FOOT.match(words):
            continue
        start = text.find(words, last)  # an annex may say again what the body says
        start = start if start >= 0 else text.find(words)
        if start >= 0:
            last = start + len(words)
            taken.append((start, last))
    return _widened(_smallest(body, spans, taken), body) if taken else body


def _smallest(body: Any, spans: dict[Any, tuple[int, int]], taken: list[tuple[int, int]]) -> Any:
    """The smallest element that holds nearly all of these runs of the body's text."""
    enough = sum(end - start for start, end in taken) * _ARTICLE
    element = body
    while True:
        for child in element:
            first, last = spans.get(child, (0, 0))
            if sum(end - start for start, end in taken if first <= start and end <= last) >= enough:
                element = child
                break
        else:
            return element


def _widened(element: Any, body: Any) -> Any:
    """The element, or the one around it that also holds prose or a table standing beside it, such as an annex."""
    inner = widest = element
    while inner is not body:
        outer = inner.getparent()
        if any(_is_content(child) for child in outer if child is not inner):
            widest = outer
        inner = outer
    return widest


def _is_content(element: Any) -> bool:
    """Whether the element holds sentences or a table, and not mainly links."""
    if is_hidden(element):
        return False
    text = squeezed(element.text_content())
    if sum(len(squeezed(link.text_content())) for link in element.iter("a")) > 0.3 * len(text):
        return False
    rows = sum(1 for row in element.iter("tr") if sum(1 for cell in row if squeezed(cell.text_content())) > 1)
    return text.count("。") >= _SENTENCES or rows >= _ROWS


def _spans(body: Any) -> tuple[dict[Any, tuple[int, int]], str]:
    """Where each element's text lies in the text of the body, all white space dropped."""
    spans: dict[Any, tuple[int, int]] = {}
    parts: list[str] = []
    size = 0

    def visit(element: Any) -> None:
        nonlocal size
        start = size
        visible = isinstance(element.tag, str) and element.tag not in ("script", "style")
        if visible:
            size += add(element.text)
            for child in element:
                visit(child)
                size += add(child.tail)
        spans[element] = (start, size)

    def add(piece: str | None) -> int:
        words = squeezed(piece or "")
        parts.append(words)
        return len(words)

    visit(body)
    return spans, "".join(parts)


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def is_hidden(element: Any) -> bool:
    """Whether a reader of the page sees nothing of the element, or nothing that could be text of an article."""
    return (
        not isinstance(element.tag, str)
        or element.tag in _SKIPPED
        or element.get("hidden") is not None
        or _HIDDEN.search(element.get("style") or "") is not None
    )
