"""Table → annex rows: the task-division table, its merged cells, its page breaks and its labels printed in the wrong row.

A row is anchored by its running number, not by its column: copies lose columns behind a page break.
"""

from __future__ import annotations

from carbonpeak.bodies.entries import is_body
from carbonpeak.patterns import lazy
from carbonpeak.shape import NamedTuple
from carbonpeak.tables.cells import EMPTY, WHO, Cell, Row, header, is_figure, is_place, names_one_of
from carbonpeak.tables.locate import Table
from carbonpeak.text.fold import fold

_DEADLINE = lazy(r"(?:到|至)?((?:19|20)\d\d)年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底|末)?(?:之?前)?(?:完成)?$")
_SPAN = lazy(r"((?:19|20)\d\d)年?(?:\d{1,2}月)?[-—–~～至到]{1,2}((?:19|20)\d\d)年?(?:\d{1,2}月)?底?$")
_SINCE = lazy(r"[自从]?((?:19|20)\d\d)年(?:\d{1,2}月)?(?:起|开始)(?:[，,]?(?:长期|持续)[^，,；;]{0,6})?$")
_MONTH = lazy(r"(?:\d{1,2}月|年[底末]|[上下]半年|第?[一二三四]季度)")
_WITHIN = lazy("(?:年度?内|全年|当年|本年)")
_YEAR = lazy(r"((?:19|20)\d\d)(?:[.\-/]\d{1,2}){0,2}")
_GROUP = lazy(r"[一二三四五六七八九十]{1,3}(?:、|$)|[（(][一二三四五六七八九十]{1,3}[）)]")
_COUNT = lazy(r"[（(]?(\d{1,3})[）)]?[.、．]?")
_BODIES = lazy("(?:单位|部门|处室|科室|机构)$")
_WORDS = lazy("[一-鿿]{2}")
_PART = lazy(r"[、，,；;]")
_WORDED = ("content", "indicator", "label", "project")


class Due(NamedTuple):
    """What a cell of the column 完成时限 says: from which year on and by which, 0 for the year that the table is of; `words` as written."""

    words: str
    since: int | None
    until: int | None


class AnnexRow(NamedTuple):
    """One numbered row: what has to be done, by what name if it has one, and a cell of names for each role."""

    number: int
    content: Cell
    who: dict[str, Cell]
    due: Due | None = None
    title: Cell = EMPTY
    further: tuple[
        tuple[Cell, Due | None], ...
    ] = ()  # cells of other columns that say what has to be reached, and by when if these do


def task_rows(table: Table) -> list[AnnexRow]:
    """The numbered rows of a task table; empty where the table is no task table (it says nowhere who is responsible)."""
    kinds: list[str] = []
    found: list[AnnexRow] = []
    merged = False  # whether the row before has lost its first cell, which is merged with the one above
    heads = grouped = False  # whether the row before belongs to the head, or is a heading inside the table
    for row in table.rows:
        named = header(row) if names_one_of(row, WHO) else []
        if any(kind in WHO for kind in named) and not _is_of_indicators(named):
            if "number" in named or "content" in named:
                kinds, heads, grouped = named, True, True
                continue
            if heads and all(kind or not cell.text for kind, cell in zip(named, row, strict=True)):
                kinds, heads = _under(kinds, named), False  # 牵头单位 and 配合单位 below 责任单位
                continue
        if not kinds:
            continue
        heads = False
        last = found[-1].number if found else 0
        read = _numbered(row, kinds, last, grouped) or (None if found else _begun(row, kinds))
        if read is None and found and row is table.rows[-1]:
            read = _broken_off(row, kinds, last, merged)
        merged = bool(found) and len(row) == len(kinds) - 1 if len(row) > 1 else merged
        filled = [cell for cell in row if cell.text]
        grouped = read is None and bool(filled) and _GROUP.match(filled[0].text) is not None and len(filled) <= 2
        if read is not None and found and "number" not in kinds and not read.content.text and read.who:
            found[-1] = found[-1]._replace(who=_both(found[-1].who, read.who))  # what has to be done is merged
        elif read is not None:
            found.append(read)
        elif found and not grouped:
            found[-1] = _below(found[-1], row, kinds) if len(row) == len(kinds) else _continued(found[-1], row)
    titles = {row.title.text for row in found}
    if len(titles) < len(found) or "" in titles:  # merged over several rows: what groups them, and the name of none
        found = [row._replace(title=EMPTY) for row in found]
    return found


def is_task_table(table: Table) -> bool:
    """Whether a row names a column of responsible bodies, and not only one of places whose goals stand beside them."""
    rows = (row for row in table.rows if names_one_of(row, WHO))
    return any(not _is_of_places(row) and not _is_of_indicators(header(row)) for row in rows)


def _is_of_places(row: Row) -> bool:
    return any(is_place(cell.text) for cell in row) and "content" not in header(row)


def _is_of_indicators(kinds: list[str]) -> bool:
    """Whether the columns are those of a table of indicators, beside whose values stands who answers for them."""
    return (
        "indicator" in kinds and "content" not in kinds and any(kind == "value" or kind.isdecimal() for kind in kinds)
    )


def odd_columns(table: Table) -> list[str]:
    """The headings of a task table that speak of bodies and are not understood."""
    for row in table.rows:
        kinds = header(row) if names_one_of(row, WHO) else []
        if any(kind in WHO for kind in kinds):
            return [
                cell.text for cell, kind in zip(row, kinds, strict=True) if not kind and _BODIES.search(fold(cell.text))
            ]
    return []


def _both(who: dict[str, Cell], more: dict[str, Cell]) -> dict[str, Cell]:
    return {**who, **{role: who[role].joined(names) if role in who else names for role, names in more.items()}}


def _under(kinds: list[str], below: list[str]) -> list[str]:
    width = max(len(kinds), len(below))
    pad = [*kinds, *[""] * (width - len(kinds))], [*below, *[""] * (width - len(below))]
    return [two or one for one, two in zip(*pad, strict=True)]


def _numbered(row: Row, kinds: list[str], last: int, again: bool) -> AnnexRow | None:
    """The row, if a cell holds the number that follows `last`, or 1 `again` below a heading; in a table without numbers, the next row."""
    if "number" not in kinds:
        missing = len(kinds) - len(row)
        if missing not in (0, 1) or sum(1 for cell in row if cell.text) < 2:
            return None
        return _fields(last + 1, [EMPTY] * missing + row, kinds)  # the first cell is merged with the one above
    at = kinds.index("number")
    if at and len(row) == len(kinds) and any(kind == "content" or kind in WHO for kind in kinds[:at]):
        count = _COUNT.fullmatch(row[at].text)  # a column of its own in the middle
        if count and int(count[1]) in (last + 1, last + 2):
            return _fields(int(count[1]), row[:at] + row[at + 1 :], kinds[:at] + kinds[at + 1 :])
    anchor = next(
        (
            i
            for i, cell in enumerate(row)
            if (count := _COUNT.fullmatch(cell.text))
            and (int(count[1]) in (last + 1, last + 2) or (again and count[1] == "1"))
        ),
        None,
    )
    if anchor is None:
        return None
    number = int(row[anchor].text.strip("（()）.、．"))
    rest = row[anchor + 1 :]
    columns = kinds[kinds.index("number") + 1 :]
    if len(rest) < len(columns) and len(columns) - len(rest) == sum(1 for kind in columns if not kind):
        columns = [kind for kind in columns if kind]
    elif len(rest) != len(columns):
        columns = [kind for kind in columns if kind]
        filled = [cell for cell in rest if cell.text]
        rest = filled[: len(columns)]
    return _fields(number, rest, columns)


def _begun(row: Row, kinds: list[str]) -> AnnexRow | None:
    """The first row of a copy that begins in the middle of a table, whatever its number."""
    if "number" not in kinds or len(row) != len(kinds):
        return None
    at = kinds.index("number")
    count = _COUNT.fullmatch(row[at].text)
    return _fields(int(count[1]), row[:at] + row[at + 1 :], kinds[:at] + kinds[at + 1 :]) if count else None


def _broken_off(row: Row, kinds: list[str], last: int, merged: bool) -> AnnexRow | None:
    """The last row of a table without numbers, where the copy breaks off within it: what has to be done stands there, and bodies."""
    if "number" in kinds or len(row) + merged >= len(kinds):
        return None
    cells = [EMPTY] * merged + row
    read = _fields(last + 1, cells, kinds)
    names = [part for cell in read.who.values() for part in _PART.split(fold(cell.text))]
    return read if read.content.text and names and all(map(is_body, names)) else None


def _fields(number: int, cells: Row, kinds: list[str]) -> AnnexRow:
    content = EMPTY
    who: dict[str, Cell] = {}
    due = None
    further: list[tuple[Cell, Due | None]] = []
    worded: Row = []
    for kind, cell in zip(kinds, cells, strict=False):
        stated = _due(cell.text, kind == "deadline", due)
        if stated or kind == "deadline":
            due = stated or due
        elif kind in WHO:
            if cell.text.strip("—–－-/无"):
                _add(who, kind, cell)
        elif (kind in ("value", "stage") or (kind == "indicator" and "content" in kinds)) and cell.text:
            further.append((cell, None))
        elif kind.isdigit() and cell.text and not is_figure(cell):  # 2023年度目标
            further.append((cell, Due(f"{kind}年度", None, int(kind))))
        elif kind in _WORDED and cell.text:
            worded += [cell] if kind in ("content", "project") else []
            content = cell if not content.text or kind == "content" else content
    title = next((cell for cell in worded if cell is not content), EMPTY)
    if not content.text and not any(kind in _WORDED for kind in kinds):
        named = (one for kind, one in zip(kinds, cells, strict=False) if not kind and _WORDS.search(one.text))
        content = next(named, EMPTY)
    return AnnexRow(number, content, who, due, title, tuple(further))


def _due(words: str, of_column: bool, known: Due | None) -> Due | None:
    """What a cell says of when; in another column than that of deadlines only where it is a date and nothing else."""
    span, since, until = _SPAN.match(words), _SINCE.match(words), _DEADLINE.match(words)
    if span:
        return Due(words, int(span[1]), int(span[2]))
    if since:
        return Due(words, int(since[1]), None)
    until = until or (_YEAR.fullmatch(words) if of_column else None)
    if until:
        return Due(words, None, int(until[1]))
    if not of_column or known is not None:
        return None
    if _WITHIN.match(words):
        return Due(words, 0, 0)
    return Due(words, None, 0) if _MONTH.match(words) else None


def _add(who: dict[str, Cell], kind: str, names: Cell) -> None:
    who[kind] = who[kind].joined(names) if kind in who else names


def _below(row: AnnexRow, more: Row, kinds: list[str]) -> AnnexRow:
    """The row with what each column goes on with behind a page break."""
    who, content = dict(row.who), row.content
    for kind, cell in zip(kinds, more, strict=True):
        if kind in WHO and cell.text:
            _add(who, kind, cell)
        elif kind == "content" and cell.text:
            content = content.joined(cell)
    if who == row.who and content is row.content:
        return _continued(row, more)
    return row._replace(content=content, who=who)


def _goes_on(name: str, more: str) -> bool:
    """Whether a name is only whole with what stands behind a break: 区公交 | 公司."""
    return bool(name) and not is_body(name) and is_body(name + more)


def _continued(row: AnnexRow, more: Row) -> AnnexRow:
    """The row with what follows it behind a page break. The last cell holds names, the one before it text; the rest are labels."""
    who = dict(row.who)
    content = row.content
    names, words = (more[-1], more[-2]) if len(more) >= 2 else (EMPTY, more[0])
    if len(more) == 1 and who:
        last = next(reversed(who))
        parts = [part for part in _PART.split(fold(words.text)) if part]
        broken = not is_body(_PART.split(fold(who[last].text))[-1])  # 市应急管 | 理局
        if broken or all(is_body(part) for part in parts):
            names, words = words, EMPTY
            who[last] = who[last].joined(names)
            return row._replace(who=who)
    if names.text:
        first = _PART.split(fold(names.text))[0]
        cut = [role for role, cell in who.items() if _goes_on(_PART.split(fold(cell.text))[-1], first)]
        _add(who, cut[0] if cut else next(iter(who), "listed"), names)
    if words.text:
        content = content.joined(words)
    return row._replace(content=content, who=who)
