"""Table → annex rows: the task-division table, its merged cells, its page breaks and its labels printed in the wrong row.

A row is anchored by its running number, not by its column: copies lose columns behind a page break.
"""

from __future__ import annotations

from typing import NamedTuple

from carbonpeak.patterns import lazy
from carbonpeak.tables import WHO, Cell, Row, Table, header, names_one_of

_DEADLINE = lazy(r"(?:到|至)?((?:19|20)\d\d)年(?:\d{1,2}月)?(?:底|末)?(?:之?前)?$")
_GROUP = lazy(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")


class AnnexRow(NamedTuple):
    """One numbered row: what has to be done, the labels printed beside it, and a cell of names for each role."""

    number: int
    labels: tuple[str, ...]
    content: Cell
    who: dict[str, Cell]
    deadline: int | None = None  # the year of the column 完成时限


def task_rows(table: Table) -> list[AnnexRow]:
    """The numbered rows of a task table; empty where the table is no task table (it says nowhere who is responsible)."""
    kinds: list[str] = []
    found: list[AnnexRow] = []
    for row in table.rows:
        named = header(row) if names_one_of(row, WHO) else []
        if any(kind in WHO for kind in named) and ("number" in named or "content" in named):
            kinds = named
            continue
        if not kinds:
            continue
        read = _numbered(row, kinds, found[-1].number if found else 0)
        if read is not None:
            found.append(read)
        elif found:
            found[-1] = _continued(found[-1], row)
    return found


def _numbered(row: Row, kinds: list[str], last: int) -> AnnexRow | None:
    """The row, if a cell holds the number that follows `last`; in a table without numbers, the next row."""
    if "number" not in kinds:
        if len(row) != len(kinds) or sum(1 for cell in row if cell.text) < 2:
            return None
        return _fields(last + 1, (), row, kinds)
    anchor = next(
        (i for i, cell in enumerate(row) if cell.text.isdigit() and int(cell.text) in (last + 1, last + 2)), None
    )
    if anchor is None:
        return None
    columns = [kind for kind in kinds[kinds.index("number") + 1 :] if kind]
    rest = row[anchor + 1 :]
    if len(rest) != len(columns):
        filled = [cell for cell in rest if cell.text]
        rest = filled[: len(columns)]
    labels = tuple(cell.text for cell in row[:anchor] if cell.text)
    return _fields(int(row[anchor].text), labels, rest, columns)


def _fields(number: int, labels: tuple[str, ...], cells: Row, kinds: list[str]) -> AnnexRow:
    content = Cell("", ())
    who = {}
    deadline = None
    for kind, cell in zip(kinds, cells, strict=False):
        year = _DEADLINE.match(cell.text)
        if year or kind == "deadline":
            deadline = int(year[1]) if year else deadline
        elif kind in WHO and cell.text:
            who[kind] = cell
        elif kind in ("content", "indicator", "label") and (not content.text or kind == "content"):
            content = cell
    return AnnexRow(number, labels, content, who, deadline)


def _continued(row: AnnexRow, more: Row) -> AnnexRow:
    """The row with what follows it behind a page break. The last cell holds names, the one before it text; the rest are labels."""
    filled = [cell for cell in more if cell.text]
    if len(filled) == 1 and _GROUP.match(filled[0].text):
        return row  # a heading inside the table
    who = dict(row.who)
    content = row.content
    if len(more) >= 2:
        names, words = more[-1], more[-2]
        if names.text:
            role = next(iter(who), "listed")
            who[role] = who[role].joined(names) if role in who else names
        if words.text:
            content = content.joined(words)
    elif more[0].text:
        content = content.joined(more[0])
    return row._replace(content=content, who=who)
