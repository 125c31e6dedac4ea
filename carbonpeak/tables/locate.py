"""Tables in a plain text: where they are, and their rows and cells.

Copies print a table with tabs, bars, drawn lines, runs of spaces, one cell a line, or with nothing between the cells. Only tabs,
bars and lines are a table by themselves; how the others are told is for `unmarked`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from carbonpeak.bodies.entries import is_body
from carbonpeak.patterns import lazy
from carbonpeak.shape import NamedTuple
from carbonpeak.tables.barred import barred, in_one_line, may_be_barred
from carbonpeak.tables.boxed import BAR, OPENS, boxed
from carbonpeak.tables.cells import EMPTY, GROUP, PAGE, Line, Lines, Row, cell, header, is_header
from carbonpeak.tables.flattened import HEADED, flattened
from carbonpeak.tables.glued import running
from carbonpeak.tables.inline import INLINE, inline
from carbonpeak.tables.placed import head_line, placed, places
from carbonpeak.tables.strung import HEAD, strung
from carbonpeak.tables.unmarked import HEADS, NUMBERS, may_head, opens, unmarked

_RULE = lazy(r"[\s|:+-]*")
_MARKS = ("\t", "|", BAR, *HEADS, "指 ", "指\u3000")
_MARK = lazy("[、，,；;]")
_GROUP_NAME = lazy(r"\s*(?![附续]?表|单位|注|说明)[^\s、，,；;。：:0-9]{2,14}\s*")
_FIGURE_ENDS = lazy(r"[ \u3000]*(?:及?以[上下内]|左右)[ \u3000\r]*")
_MANY = 8  # bars of a line that may hold several rows
_MOST_LINES = 12  # of a cell that is broken over lines


class Table(NamedTuple):
    """A run of the original and its rows, the header among them."""

    start: int
    end: int
    rows: list[Row]


def find(raw: str) -> list[Table]:
    """The tables of a text, in order. Cheap where there is no sign of one."""
    heads = opens(raw) or ("指标" in raw and HEAD.search(raw) is not None)
    by_place = [*places(raw)]
    flat = inner = []
    if " " in raw or "\u3000" in raw:
        flat, inner = ([found.start() for found in pattern.finditer(raw)] for pattern in (HEADED, INLINE))
    if not heads and not by_place and not flat and not inner and "\t" not in raw and "|" not in raw and BAR not in raw:
        return []
    lines = Lines(raw)
    bars = "|" in raw
    tables: list[Table] = []
    done = barred_to = 0
    of_places = {head_line(lines, at): at for at in (bisect_right(lines.starts, place) - 1 for place in by_place)}
    marked = {
        bisect_right(lines.starts, at) - 1 for mark in (_MARKS if heads else _MARKS[:3]) for at in _places(raw, mark)
    }
    flat_lines, inner_lines = ({bisect_right(lines.starts, at) - 1 for at in places} for places in (flat, inner))
    for index in sorted(marked.union(of_places, flat_lines, inner_lines)):
        text = lines.texts[index]
        if index < done or (index and text.strip() == "|" == lines.texts[index - 1].strip()):
            continue
        table: list[Row] = []
        taken = 0
        start = lines.starts[index]
        if bars and index >= barred_to and may_be_barred(lines, index):
            table, barred_to, begins = barred(lines, index, done)
            taken, start = (barred_to - index, begins) if table else (0, start)
        if not taken and index in of_places and text.count("|") < 2:
            table, taken = placed(lines, index, of_places[index])
            start = min([start, *(one.pieces[0][0] for one in table[0] if one.pieces)]) if taken else start
        if taken:
            pass
        elif "\t" in text or text.count("|") >= 2:
            table, taken = _marked(lines, index, "|" if text.count("|") >= 2 else "\t")
            if not table and text.count("|") > _MANY:
                table = in_one_line(lines[index])
                taken = 1 if table else 0
        elif BAR in text:
            table, taken = boxed(lines, index)
            start = lines.starts[index - 1] if index and lines.texts[index - 1].lstrip().startswith(OPENS) else start
        elif may_head(text):
            table, taken = unmarked(lines, index)
            start = min([start, *(one.pieces[0][0] for one in table[0] if one.pieces)]) if taken else start
            if not taken and any(number in text for number in NUMBERS):
                table, start = running(lines[index])
                taken = 1 if table else 0
        if not taken and index in flat_lines:
            table, taken, start = flattened(lines, index)
        end = lines[index + taken - 1].end if taken else 0
        if not taken and index in inner_lines:
            table, start, end = inline(lines[index])
            taken = 1 if table else 0
        if not taken and "指标" in text:
            table, taken, start, end = strung(lines, index)
        if taken:
            tables.append(Table(start, end, table))
            done = index + taken
    return tables


def _places(raw: str, mark: str) -> Iterator[int]:
    """Where a mark stands, once a line."""
    at = raw.find(mark)
    while at >= 0:
        yield at
        feed = raw.find("\n", at)
        at = raw.find(mark, feed) if feed >= 0 else -1


def _split(line: Line, mark: str, pages: list[tuple[int, int]]) -> Row:
    """The cells of a line, without the numbers of `pages` inside it."""
    row = []
    at = line.start
    words = line.text.rstrip("\r")
    for a, b in pages:
        words = words[: a - at] + " " * (b - a) + words[b - at :]
    for part in words.split(mark):
        if (
            len(part) > 1 and part[0] == part[-1] == '"' and mark == "\t"
        ):  # as spreadsheets quote a cell of several lines
            one = cell(part[1:-1], at + 1)
        else:
            one = cell(part, at)
        row.append(one.without(pages) if pages else one)
        at += len(part) + 1
    return row


def _marked(lines: Lines, index: int, mark: str) -> tuple[list[Row], int]:
    """Rows parted by tabs or bars: two filled cells or more; a line with fewer goes on with the table it stands in."""
    table: list[Row] = []
    taken = 0
    opened = mark == "|" and lines[index].text.lstrip().startswith("|")  # every row begins with a bar
    closed = mark == "|" and lines[index].text.rstrip().endswith("|")  # and ends with one
    head, in_head = _whole_head(lines, index) if mark == "\t" else (lines[index], 1)
    width = head.text.count(mark)
    offset = 0
    while index + offset < len(lines):
        line, more = lines[index + offset], 1
        if not offset:
            line, more = head, in_head
        if closed:
            line, more = _closed(lines, index + offset)
        elif mark == "\t" and table and 0 < line.text.count(mark) < width:
            line, more = _completed(lines, index + offset, width)
        if mark == "\t" and table and line.text.count('"') % 2:
            line, more = _quoted(lines, index + offset, more)
        offset += more
        if not line.text or line.text.isspace():
            continue
        if mark == "|" and table and "+" in line.text and _RULE.fullmatch(line.text):
            taken = offset
            continue
        if table and PAGE.fullmatch(line.text):
            continue
        if mark not in line.text or (mark == "|" and line.text.count("|") < 2):
            if mark == "\t" and table and len(table[-1]) > 1 and _FIGURE_ENDS.fullmatch(line.text):
                table[-1][-1] = table[-1][-1].joined(cell(line.text, line.start))  # 90, and 以上 in the next line
                taken = offset
                continue
            if (
                table
                and mark == "\t"
                and (
                    _is_heading_inside(line, lines, index + offset, width)
                    or _goes_on(table, line, lines, index + offset)
                )
            ):
                table.append([cell(line.text, line.start)])
                taken = offset
                continue
            break
        inside = [lines[at] for at in range(index + offset - more, index + offset)] if more > 1 else []
        row = _split(line, mark, [(one.start, one.end) for one in inside if PAGE.fullmatch(one.text)])
        row = row[opened and not row[0].text : -1 if closed and not row[-1].text else None]
        filled = len(row) - row.count(EMPTY)
        if mark == "|" and _RULE.fullmatch(line.text):
            taken = offset
            continue
        if not table and filled < 2:
            break
        if filled:
            table.append(row)
            taken = offset
    if mark == "|" and len(table) < 2:
        return [], 0  # bars between the words of a line: a web page's menu
    return table, taken


def _whole_head(lines: Lines, index: int) -> tuple[Line, int]:
    """A head of tabs with the next lines, where it breaks inside a cell and has together with them as many tabs as the rows; how many
    they are."""
    first = lines[index]
    counts = [words.count("\t") for words in lines.texts[index : index + _MOST_LINES]]
    most = max(counts)
    total = counts[0]
    for more, tabs in enumerate(counts[1:-1], 2):
        total += tabs
        if not tabs or total > most:
            break
        if total == most and most in counts[more:]:
            whole = Line(first.start, lines[index + more - 1].end, lines.text_of(index, index + more))
            return (
                (whole, more) if is_header(header([cell(words, 0) for words in whole.text.split("\t")])) else (first, 1)
            )
    return first, 1


def _closed(lines: Lines, index: int) -> tuple[Line, int]:
    """The line with those that go on with its last cell, in a table whose rows end with a bar; how many they are."""
    first = lines[index]
    if "|" in first.text:
        for end in range(index, min(index + _MOST_LINES, len(lines))):
            if lines[end].text.rstrip().endswith("|"):
                words = "\n".join(lines.texts[index : end + 1])
                return Line(first.start, lines[end].end, words), end + 1 - index
    return first, 1


def _completed(lines: Lines, index: int, width: int) -> tuple[Line, int]:
    """The line with the next ones, where they break inside a cell and have together as many tabs as the head."""
    first = lines[index]
    tabs = first.text.count("\t")
    for end in range(index + 1, min(index + _MOST_LINES, len(lines))):
        words = lines[end].text
        start = words.partition("\t")[0].strip()
        if (words.strip() and (not start or start.isdecimal())) or not lines[end - 1].text.rstrip("\r").strip(" "):
            break
        tabs += words.count("\t")
        if tabs > width:
            break
        if tabs == width and words.strip():
            whole = "\n".join(lines.texts[index : end + 1])
            return Line(first.start, lines[end].end, whole), end + 1 - index
    return first, 1


def _quoted(lines: Lines, index: int, taken: int) -> tuple[Line, int]:
    """The `taken` lines from a line on with the next ones, up to the end of a cell of several lines that a quote opens; how many."""
    for end in range(index + taken, min(index + taken + _MOST_LINES, len(lines))):
        if '"' in lines.texts[end]:
            whole = "\n".join(lines.texts[index : end + 1])
            even = whole.count('"') % 2 == 0
            return (Line(lines.starts[index], lines[end].end, whole), end + 1 - index) if even else (lines[index], 1)
    whole = "\n".join(lines.texts[index : index + taken])
    return Line(lines.starts[index], lines[index + taken - 1].end, whole), taken


def _is_heading_inside(line: Line, lines: Lines, index: int, width: int) -> bool:
    """Whether a line without tabs is a heading between rows: 一、能源领域, and a row with a number follows; or a few words (能源结构) and a row
    with as many cells as the head."""
    following = next((words for words in lines.texts[index : index + 2] if words.strip()), "")
    if "\t" not in following:
        return False
    if following.split("\t")[0].strip().isdecimal() and GROUP.match(line.text):
        return True
    if following.count("\t") != width or not _GROUP_NAME.fullmatch(line.text):
        return False
    return not is_header(header([cell(words, 0) for words in following.split("\t")]))


def _goes_on(table: list[Row], line: Line, lines: Lines, index: int) -> bool:
    """Whether a line without tabs goes on with a cell of the row before: that breaks off at a mark, or inside a name, or the next row
    follows."""
    last = next((one.text for one in reversed(table[-1]) if one.text), "")
    if last.endswith(("、", "，", ",", "（", "(")):
        return True
    numbers = (int(one.text) for row in reversed(table) if len(row) > 1 for one in row if one.text.isdecimal())
    number = next(numbers, None)
    if number is None:
        return False
    for words in lines.texts[index : index + _MOST_LINES]:
        if "\t" in words:
            return words.split("\t")[0].strip() == str(number + 1)
    name = _MARK.split(last)[-1]
    more = _MARK.split("".join(line.text.split()))
    names = [name + more[0], *more[1:]]
    if index < len(lines) and lines.texts[index].strip():
        names = names[:-1] or names  # the last one may go on, too
    return not is_body(name) and all(map(is_body, names))
