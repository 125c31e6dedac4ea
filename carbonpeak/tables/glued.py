"""Tables between whose cells a single blank or nothing stands: rows are told by running numbers and by the names that end them.

Also a whole table in one line: 序号工作内容责任单位1推进…。市发改委2完善….
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from carbonpeak.bodies.entries import DUE, is_body, is_known
from carbonpeak.patterns import lazy
from carbonpeak.tables.cells import EMPTY, GROUP, WHO, Cell, Line, Lines, Row, cell, headings, kind_of
from carbonpeak.tables.wrapped import wrapped
from carbonpeak.text.fold import fold

_ROW = lazy(r"[ \u3000]*(\d{1,3})(?:[.、．](?!\d)|(?=[^\d.%％]))\s*(?=\S)")
_CUT = lazy(r"\s+|(?<=[。；;.．])(?=[^\d\s])|(?=[省市县区州盟旗各国])|(?=20\d\d年|持续|长期|全年)")
_PART = lazy(r"[\s、，,；;]+")
_SAID = lazy("(?:等(?:部门|单位)?)?(?:按照?(?:各自)?职责(?:分工)?)?(?:分别|共同)?(?:负责|落实)?$")  # behind names
_PERSON = lazy(r"\s+([一-鿿]{2,4})\s*$")
_WIDTHS = str.maketrans("（）", "()")
_MOST_LINES = 6  # of a row that is broken over lines
_LONGEST_NAME = 30
_LONGEST_LIST = 400  # characters of the names that end a row
_LONGEST_ROW = 1500  # characters of a row in a table that is one line


def glued(lines: Lines, index: int, words: str) -> tuple[list[Row], int]:
    """The table whose header, `words` without its blanks, is a line, and how many lines it takes; nothing where it is none."""
    kinds = _glued_header(words)
    if not kinds:
        return [], 0
    table, taken = _glued_table(lines, index, kinds)
    rows, lines_taken = wrapped(lines, index, kinds)
    return ([*_head(kinds), *rows], lines_taken) if len(rows) >= max(len(table), 1) else (table, taken)


def running(line: Line) -> tuple[list[Row], int]:
    """A table that is all in one line, and where in the original it begins; no rows where the line holds none."""
    text = line.text.rstrip()
    head = re.search(rf"[序编]号(?:{headings()})+(?=1\D)", text)
    kinds = _glued_header(head[0]) if head else []
    if head is None or not kinds:
        return [], 0
    table = _head(kinds)
    start = head.end()
    while start < len(text):
        end = _row_end(text, start, len(table), kinds)
        row = _ended(text[start:end], line.start + start, kinds)
        if row is None and len(table) > 1:
            row = _cut_off(text[start:end], line.start + start, kinds)
        if row is None or row[kinds.index("number")].text != str(len(table)):
            break
        table.append(row)
        start = end
    return (table, line.start + head.start()) if len(table) > 1 and start >= len(text) else ([], 0)


def _cut_off(words: str, base: int, kinds: list[str]) -> Row | None:
    """The last row of a copy that breaks off before its names: its number and what has to be done."""
    number = _ROW.match(words)
    if number is None:
        return None
    found = {"number": cell(number[1], base + number.start(1))}
    what = cell(words[number.end() :], base + number.end())
    last = max((i for i, kind in enumerate(kinds) if kind in ("content", "indicator", "label")), default=None)
    return [what if i == last else found.get(kind, EMPTY) for i, kind in enumerate(kinds)]


def _row_end(text: str, start: int, number: int, kinds: list[str]) -> int:
    """Where the row that begins at `start` ends: where names end and the next number stands; else at the end of the text."""
    following = str(number + 1)
    at = text.find(following, start + 1, start + _LONGEST_ROW)
    while at >= 0:
        behind = text[at + len(following) : at + len(following) + 1]
        if not text[at - 1].isdecimal() and not behind.isdecimal() and _ended(text[start:at], 0, kinds):
            return at
        at = text.find(following, at + 1, start + _LONGEST_ROW)
    return len(text)


def _head(kinds: list[str]) -> list[Row]:
    return [[Cell(_SAMPLE.get(kind, ""), ()) for kind in kinds]]


def _glued_header(words: str) -> list[str]:
    """The kinds of the columns that a header without marks names, or nothing where it is no header."""
    one = re.compile(rf"[序编]号|(?:19|20)\d\d年|{headings()}")
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
    table = _head(kinds)
    taken, at = 1, index + 1
    while at < len(lines):
        words = lines[at].text
        if not words.strip() or GROUP.match(words):
            at += 1
            continue
        found = _glued_row(lines, at, kinds)
        if found is None:
            break
        table.append(found[0])
        at += found[1]
        taken = at - index
    return (table, taken) if len(table) > 1 else ([], 0)


_SAMPLE = {"number": "序号", "first": "责任单位(排第一)", "lead": "牵头单位", "support": "配合单位", "listed": "责任单位", "deadline": "完成时限", "content": "工作任务", "label": "类别", "remark": "备注", "person": "责任人"}  # fmt: skip


def _glued_row(lines: Lines, index: int, kinds: list[str]) -> tuple[Row, int] | None:
    """The row that begins at a line, with the lines it goes on over, and how many they are; None where none is understood."""
    if not _ROW.match(lines[index].text):
        return None
    for count in range(1, min(_MOST_LINES, len(lines) - index) + 1):
        last = lines[index + count - 1].text
        if count > 1 and (_ROW.match(last) or GROUP.match(last)):
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
        for cut in _CUT.finditer(words, max(begin, end - _LONGEST_NAME), end):
            if cut.end() < end and DUE.fullmatch(words, cut.end(), end):
                due = cell(words[cut.end() : end], base + cut.end())
                end = cut.start()
                break
    if "person" in kinds:
        person = _PERSON.search(words, max(begin, end - _LONGEST_NAME), end)
        end = person.start() if person and not is_body(person[1]) else end
    names = _names_at(words, begin, end)
    if names is None:
        return None
    count = sum(1 for kind in kinds if kind in WHO)
    who = _columns(words, names[1], end, base, count)
    first = _names_at(words, begin, names[0]) if len(who) < count and names[0] == names[1] else None
    if first:  # 甲局乙局、丙局 of two columns, with nothing between them
        who = [cell(words[first[1] : names[0]], base + first[1]), *who]
        names = first
    content = cell(words[begin : names[0]], base + begin)
    last = max(
        (i for i, kind in enumerate(kinds) if kind not in ("number", "deadline", "remark", "person", *WHO)),
        default=None,
    )
    filled = {"number": cell(number[1], base + number.start(1)), "deadline": due}
    columns = iter(who)
    return [
        next(columns, EMPTY) if kind in WHO else content if i == last else filled.get(kind, EMPTY)
        for i, kind in enumerate(kinds)
    ]


def _names_at(words: str, begin: int, end: int) -> tuple[int, int] | None:
    """Where the names begin that a run ends with, before and behind what parts them from the words before; None where there are none."""
    for cut in _CUT.finditer(words, max(begin, end - _LONGEST_LIST), end):
        if words.count("（", begin, cut.end()) > words.count("）", begin, cut.end()):
            continue  # 市发改委（市能源局）
        run = _SAID.sub("", fold(words[cut.end() : end]).translate(_WIDTHS))
        names = [name for name in _PART.split(run) if name] if run.count("(") == run.count(")") else []
        parted = cut.end() > cut.start() or words[cut.start() - 1] in "。；;.．"
        if (
            names
            and all(len(name) <= _LONGEST_NAME and is_body(name) for name in names)
            and (parted or is_known(names[0]))
        ):
            return cut.span()
    return None


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
