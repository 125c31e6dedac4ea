"""Tables that are printed without marks between the cells: with runs of spaces, one cell a line, a single blank or nothing at all.

They are told by a header that names known columns, and their rows by running numbers and by the names that end them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from carbonpeak.cells import EMPTY, WHO, Cell, Row, cell, header, headings, is_header, kind_of
from carbonpeak.entries import DUE, is_body, is_known
from carbonpeak.fold import fold
from carbonpeak.patterns import lazy

HEADS = (
    "序号",
    "指标",
    "任务",
    "责任单位",
    "责任部门",
    "牵头单位",
    "牵头部门",
)  # what the first line of a header holds, one of these
_ENDS_CELL = r"[ \u3000]*(?:\n|[ \u3000]{2})"
_OPENS = lazy(
    r"[ \u3000]*(?:(?:主要)?指标(?:名称)?|(?:重点|工作|具体|主要)?任务|[^\n]{0,20}(?:责任|牵头)(?:单位|部门))"
    + _ENDS_CELL
)
# What such a heading ends with: looked for first, because it begins with letters that the engine skips to.
_MAY_OPEN = lazy(
    "|".join(word + _ENDS_CELL for word in ("指标(?:名称)?", "任务", "责任(?:单位|部门)", "牵头(?:单位|部门)"))
)
_HEAD_ENDS = [word + blank for word in ("指标", "名称", "任务", "单位", "部门") for blank in "\n \u3000"]
_SPACES = lazy(r"[ \u3000]{2,}|\u3000")
_ROW = lazy(r"[ \u3000]*(\d{1,3})(?:[.、．](?!\d)|(?=[^\d.%％]))\s*(?=\S)")
_GROUP = lazy(r"[ \u3000]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")
_CUT = lazy(r"\s+|(?<=[。；;.．])(?=[^\d\s])|(?=[省市县区州盟旗各国])")
_PART = lazy(r"[\s、，,；;]+")
_MOST_LINES = 6  # of a row that is broken over lines
_LONGEST_NAME = 30
_SHORT = 8  # characters of a heading that is the only cell of its line


class Line(NamedTuple):
    """A line of the original; `end` is before its line feed."""

    start: int
    end: int
    text: str


class Lines:
    """The lines of a text; one becomes a `Line` when it is looked at, which most never are."""

    def __init__(self, raw: str) -> None:
        self.texts = raw.split("\n")
        self.starts = [*accumulate(map((1).__add__, map(len, self.texts)), initial=0)]

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, index: int) -> Line:
        start, text = self.starts[index], self.texts[index]
        return Line(start, start + len(text), text)


def opens(raw: str) -> bool:
    """Whether a text may hold such a table; cheap."""
    if "序号" in raw:
        return True
    return any(end in raw for end in _HEAD_ENDS) and any(
        _OPENS.match(raw, raw.rfind("\n", 0, found.start()) + 1) for found in _MAY_OPEN.finditer(raw)
    )


def may_head(text: str) -> bool:
    """Whether a line without tabs and bars may begin a table: it is short, or spaces part it, or nothing parts its cells."""
    return "  " in text or "\u3000" in text or "序号" in text or len("".join(text.split())) <= _SHORT


def unmarked(lines: Lines, index: int) -> tuple[list[Row], int]:
    """The table whose header begins at a line, and how many lines it takes; nothing where there is none."""
    line = lines[index]
    pieces = _spaced(line)
    if len(pieces) >= 3 and is_header(header(pieces)):
        return _spaced_table(lines, index, len(pieces))
    words = "".join(line.text.split())
    if words.startswith("序号") and words != "序号":
        kinds = _glued_header(words)
        return _glued_table(lines, index, kinds) if kinds else ([], 0)
    if len(words) <= _SHORT:
        return _stacked_table(lines, index)
    return [], 0


def _spaced(line: Line) -> Row:
    text = line.text.rstrip()
    row, at = [], 0
    for gap in _SPACES.finditer(text):
        row.append(cell(text[at : gap.start()], line.start + at))
        at = gap.end()
    row.append(cell(text[at:], line.start + at))
    return [one for one in row if one.text]


def _spaced_table(lines: Lines, index: int, width: int) -> tuple[list[Row], int]:
    table, taken = [], 0
    for offset in range(len(lines) - index):
        line = lines[index + offset]
        if not line.text.strip():
            continue
        row = _spaced(line)
        if len(row) < min(3, width):
            break
        table.append(row)
        taken = offset + 1
    return table, taken


def _glued_header(words: str) -> list[str]:
    """The kinds of the columns that a header without marks names, or nothing where it is no header."""
    one = re.compile(rf"序号|(?:19|20)\d\d年|{headings()}")
    kinds, at = [], 0
    while at < len(words):
        found = one.match(words, at)
        if not found or found.end() == at:
            return []
        kinds.append(kind_of(fold(found[0])))
        at = found.end()
    return kinds if len(kinds) >= 2 and any(kind in WHO for kind in kinds) else []


def _glued_table(lines: Lines, index: int, kinds: list[str]) -> tuple[list[Row], int]:
    """Rows whose cells a blank, a stop or nothing parts: a number, what is to be done, and at the end names and a date."""
    table: list[Row] = [[Cell(_SAMPLE.get(kind, ""), ()) for kind in kinds]]
    taken, at = 1, index + 1
    while at < len(lines):
        words = lines[at].text
        if not words.strip() or _GROUP.match(words):
            at += 1
            continue
        found = _glued_row(lines, at, kinds)
        if found is None:
            break
        table.append(found[0])
        at += found[1]
        taken = at - index
    return (table, taken) if len(table) > 1 else ([], 0)


_SAMPLE = {"number": "序号", "lead": "牵头单位", "support": "配合单位", "listed": "责任单位", "deadline": "完成时限", "content": "工作任务", "label": "类别", "remark": "备注"}  # fmt: skip


def _glued_row(lines: Lines, index: int, kinds: list[str]) -> tuple[Row, int] | None:
    """The row that begins at a line, with the lines it goes on over, and how many they are; None where none is understood."""
    if not _ROW.match(lines[index].text):
        return None
    for count in range(1, min(_MOST_LINES, len(lines) - index) + 1):
        last = lines[index + count - 1].text
        if count > 1 and (_ROW.match(last) or _GROUP.match(last)):
            return None
        words = "\n".join(lines.texts[index : index + count]).rstrip()
        if not last.strip() or words.endswith(("、", "，", ",")):
            continue
        row = _ended(words, lines[index].start, kinds)
        if row:
            return row, count
    return None


def _ended(words: str, base: int, kinds: list[str]) -> Row | None:
    """The cells of a row's words, taken from its end: the date, the names of each column, and what stands before them."""
    number = _ROW.match(words)
    if number is None:
        return None
    begin, end = number.end(), len(words)
    due = EMPTY
    if "deadline" in kinds:
        for cut in _CUT.finditer(words, begin, end):
            if cut.end() < end and DUE.fullmatch(words, cut.end(), end):
                due = cell(words[cut.end() : end], base + cut.end())
                end = cut.start()
                break
    for cut in _CUT.finditer(words, begin, end):
        names = [name for name in _PART.split(fold(words[cut.end() : end])) if name]
        tell = is_body if cut.end() > cut.start() or words[cut.start() - 1] in "。；;.．" else is_known
        if names and all(len(name) <= _LONGEST_NAME and tell(name) for name in names):
            break
    else:
        return None
    who = _columns(words, cut.end(), end, base, sum(1 for kind in kinds if kind in WHO))
    content = cell(words[begin : cut.start()], base + begin)
    last = max((i for i, kind in enumerate(kinds) if kind not in ("number", "deadline", "remark", *WHO)), default=None)
    filled = {"number": cell(number[1], base + number.start(1)), "deadline": due}
    columns = iter(who)
    return [
        next(columns, EMPTY) if kind in WHO else content if i == last else filled.get(kind, EMPTY)
        for i, kind in enumerate(kinds)
    ]


def _columns(words: str, start: int, end: int, base: int, count: int) -> Sequence[Cell]:
    """The names between two offsets as cells: a blank parts two columns where there are as many parts."""
    parts: list[tuple[int, int]] = []
    at = start
    for gap in re.finditer(r"(?<![、，,；;])\s+", words[start:end]):
        parts.append((at, start + gap.start()))
        at = start + gap.end()
    parts.append((at, end))
    if count == 1 or len(parts) < 2:
        return [cell(words[start:end], base + start)]
    firsts = [cell(words[a:b], base + a) for a, b in parts[: count - 1]]
    rest = parts[count - 1 :]
    return [*firsts, cell(words[rest[0][0] : end], base + rest[0][0])] if rest else firsts


def _filled(lines: Lines, index: int) -> Iterator[tuple[int, Cell]]:
    """The lines from `index` on that are not empty, each as a cell with its place among the lines."""
    for place in range(index, len(lines)):
        one = cell(lines[place].text, lines[place].start)
        if one.text:
            yield place, one


def _stacked_table(lines: Lines, index: int) -> tuple[list[Row], int]:
    """One cell a line: a run of column headings, then the cells of row after row."""
    kinds: list[str] = []
    for _, one in _filled(lines, index):
        kind = kind_of(fold(one.text)) if len(one.text) <= 12 else ""
        if (not kind and kinds[:1] != ["number"]) or one.text == "1" or len(one.text) > 12:
            break
        kinds.append(kind)
    if len(kinds) < 3 or not is_header(kinds) or "number" in kinds[1:]:
        return [], 0
    cells = list(_filled(lines, index))
    width = len(kinds)
    table: list[Row] = [[one for _, one in cells[:width]]]
    taken = cells[width - 1][0] + 1
    body = cells[width:]
    at = 0
    while at < len(body):
        if kinds[0] == "number":
            if body[at][1].text != str(len(table)):
                break
            following = next(
                (
                    i
                    for i in range(at + 2, min(at + 2 * width + 4, len(body)))
                    if body[i][1].text == str(len(table) + 1)
                ),
                None,
            )
            end = following if following is not None else _last_end(body, at, width)
        else:
            end = at + width
            if end > len(body):
                break
        table.append(_fitted([one for _, one in body[at:end]], width))
        taken = body[end - 1][0] + 1
        at = end
    return (table, taken - index) if len(table) > 1 else ([], 0)


def _last_end(body: list[tuple[int, Cell]], at: int, width: int) -> int:
    """Where the last row ends: a cell that breaks off at a mark goes on in the next line."""
    end = at
    while width and end < len(body):
        width -= not body[end][1].text.endswith(("、", "，"))
        end += 1
    return end


def _fitted(row: Row, width: int) -> Row:
    """A row with too many cells has some broken over lines: those that end with a mark, else the surplus belongs to the second."""
    at = 1
    while len(row) > width and at < len(row) - 1:
        if row[at].text.endswith(("、", "，")):
            row = [*row[:at], row[at].joined(row[at + 1]), *row[at + 2 :]]
        else:
            at += 1
    while len(row) > width:
        row = [row[0], row[1].joined(row[2]), *row[3:]]
    return row
