"""Web page → text: the article that `article` finds on the page, written out whole, tables included.

It is taken from the page itself and not from the output of a library for articles, which leaves out paragraphs and
cells that look unimportant: a plan must not lose a line unnoticed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import html as lxml_html  # type: ignore[import-untyped]

from carbonpeak.errors import Empty
from carbonpeak.text.convert import Extract, article, tables
from carbonpeak.text.formats import decode

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})|<\?xml[^>]{0,100}encoding=[\"']([\w-]+)", re.IGNORECASE
)
_SAME_AS = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs", "utf8": "utf-8"}
_BLOCK_NAMES = (
    "html body main article section header footer div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre center address "
    "form fieldset figure figcaption hr table caption thead tbody tfoot tr td th"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_LONGEST_HEADING = 60
_LINK_LISTS = frozenset(("ul", "ol", "div", "p", "table", "td", "dl", "section", "footer"))
_WHITE = re.compile(r"[ \t\r\n\f\u200b\ufeff]+")
# A line break in the source is a space, except between characters that need none.
_WRAP = re.compile(r"(?<=[^\x00-\xff])[ \t]*[\r\n][ \t\r\n]*(?=[^\x00-\xff])")


def convert(path: Path, data: bytes) -> Extract:
    """A page's article: a block a line, headings with `#`, a table's cells parted by tabs."""
    encoding, markup = _decoded(path, data)
    # an encoding declared in XML fashion is refused by the parser when the text is decoded already
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
    page = lxml_html.document_fromstring(markup) if markup.strip() else None
    if page is None or not page.text_content().strip():
        raise Empty(path, "the web page holds no text", "save the page as the browser shows it, or its text as .txt")
    found = article.find(page)
    writer = _Writer(found)
    writer.walk(found)
    lines = writer.finished()
    title = _title(page)
    if title and not any(article.squeezed(title) in article.squeezed(line) for line in lines):
        lines.insert(0, f"# {title}")
    return Extract(encoding, "\n\n".join(lines) + "\n" if lines else "", _notes(found))


def _notes(element: Any) -> tuple[str, ...]:
    pictures = sum(1 for picture in element.iter("img") if picture.getparent().tag != "a")
    return (f"pictures in the text that are not read: {pictures}",) if pictures else ()


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    """UTF-8 where that fits, else what the page declares, else what can be told from the characters."""
    declared = _DECLARED.search(data[:4096])
    if declared and b"\0" not in data:
        name = (declared[1] or declared[2]).decode("ascii").lower()
        for encoding in ("utf-8", _SAME_AS.get(name, name)):
            try:
                return encoding, data.decode(encoding).removeprefix("\ufeff")
            except (UnicodeDecodeError, LookupError):
                continue
    return decode(path, data)


def _title(page: Any) -> str | None:
    """What the page says its article is called: in the metadata of government sites, or in a heading that opens its title."""
    for meta in page.xpath("//meta[@name='ArticleTitle']"):
        if (meta.get("content") or "").strip():
            return " ".join(meta.get("content").split())
    named = " ".join((page.findtext(".//title") or "").split())
    for heading in page.iter("h1"):
        words = " ".join(heading.text_content().split())
        if words and named.startswith(words):
            return words
    return None


class _Writer:
    """Writes an element out, a block a line."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.lines: list[str] = []
        self.buffer: list[str] = []
        self.prefix = ""

    def finished(self) -> list[str]:
        self.flush()
        return self.lines

    def flush(self) -> None:
        line = _WHITE.sub(" ", _WRAP.sub("", "".join(self.buffer))).strip(" \xa0\u3000")
        self.buffer.clear()
        if line:
            mark = self.prefix if len(line) <= _LONGEST_HEADING else ""
            self.lines.append(mark + line)

    def walk(self, element: Any) -> None:
        tag = element.tag
        if article.is_hidden(element):
            return
        if tag == "br":
            self.flush()
            return
        if element is not self.root and tag in _LINK_LISTS and _is_link_list(element):
            return
        if tag == "table":
            grid = _grid(element)
            if grid:
                self.flush()
                self.lines.append("\n".join(tables.written(grid)))
                return
        block = tag in _BLOCKS
        if block:
            self.flush()
            self.prefix = _HEADINGS.get(tag, "")
        if tag == "li" and element.getparent() is not None and element.getparent().tag == "ol":
            self.buffer.append(f"{_ordinal(element)}. ")
        self.buffer.append(element.text or "")
        for child in element:
            self.walk(child)
            self.buffer.append(child.tail or "")
        if block:
            self.flush()
            self.prefix = ""


def _ordinal(item: Any) -> int:
    items = [sibling for sibling in item.getparent() if sibling.tag == "li"]
    start = item.getparent().get("start") or "1"
    return items.index(item) + (int(start) if start.isdecimal() else 1)


def _is_link_list(element: Any) -> bool:
    """Whether the element is there to lead somewhere else: three links or more that make up most of its text."""
    links = element.findall(".//a")
    if len(links) < 3:
        return False
    linked = sum(len(article.squeezed(link.text_content())) for link in links)
    return linked > 0.7 * len(article.squeezed(element.text_content()))


def _grid(table: Any) -> list[list[str]] | None:
    """The cells of a table row by row, or None where the table only arranges other things on the page."""
    if table.find(".//table") is not None:
        return None
    grid = tables.Grid()
    for row in table.iter("tr"):
        for cell in row:
            if cell.tag in ("td", "th"):
                grid.add(_cell(cell), _number(cell.get("colspan")), _number(cell.get("rowspan")))
        grid.end_row()
    cells = grid.rows()
    if not cells or max(sum(1 for cell in row if cell) for row in cells) < 2:
        return None
    return None if len(cells) < 3 and any(len(cell) > 1000 for row in cells for cell in row) else cells


def _cell(cell: Any) -> str:
    writer = _Writer(cell)
    for child in [cell.text or "", *cell]:
        if isinstance(child, str):
            writer.buffer.append(child)
        else:
            writer.walk(child)
            writer.buffer.append(child.tail or "")
    return " ".join(line.lstrip("# ") for line in writer.finished())


def _number(value: str | None) -> int:
    return max(1, min(int(value), 1000)) if value and value.isdecimal() else 1
