"""Table by place → targets: each row is of a place (a county, a town), each column of an indicator, and a filled cell is a target of that
place. How the head is read is for `place_heads`.

Only what has to be reached: a table that says so above or in its headings. What it tells of a place besides (people, past years) is
passed over, and a table of things in places (projects, firms) is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, count

from carbonpeak.patterns import lazy
from carbonpeak.records import Target
from carbonpeak.shape import NamedTuple
from carbonpeak.structure.clean import dress
from carbonpeak.tables.cells import BY_PLACE, EMPTY, Cell, Row, is_place, kind_of, narrow
from carbonpeak.tables.locate import Table
from carbonpeak.tables.placed import is_name, is_place_name
from carbonpeak.targets.indicator_cells import SIGNS, CellTarget, read_cell
from carbonpeak.targets.measures import LEVEL, NEW_FIRST, measure
from carbonpeak.targets.numbers import kind
from carbonpeak.targets.periods import scan as periods_of
from carbonpeak.targets.place_heads import Above, Column, Columns, columns
from carbonpeak.targets.quantities import Quantity, scan

_OF_STATES = ("level", "share")
_STATED = lazy(r"\d[\d,]*(?:\.\d+)?")
_PARTS = lazy(r"[;。]")
_NAMES = lazy("及其?|和|与|、|/")
_LATIN = lazy("[0-9A-Za-z.]$")
_EMPTY = frozenset("-—–/、无 ")
_BELOW = lazy(r"[(\[〔]?[-−]$")
_CHANGES = lazy("(?:变化|增减|升降|增长|下降|降低|削减|减少)(?:率|比例|幅度|量)?$")
_LONGEST_LEAD = 6  # characters before a number that name what is counted; more of them are a sentence
_LONGEST_WORD = 12  # characters of a cell without a number that is no sentence


class CellWords(NamedTuple):
    """A cell that holds sentences. `name` is the place whose row it is in."""

    row: int
    name: Cell
    scope: str
    cell: Cell
    since: int | None
    year: int | None


def pathed(
    found: Sequence[CellTarget | CellWords], known: Sequence[Target]
) -> Iterator[tuple[str, CellTarget | CellWords]]:
    """What a table holds, each with the path of its row: `table.` and its number, with _2 and so on where one of the targets before it or
    another row has that."""
    taken = {target.path for target in known}
    paths: dict[int, str] = {}
    for one in found:
        at = one.name.pieces[0][0]
        if at not in paths:
            names = chain((f"table.{one.row}",), (f"table.{one.row}_{again}" for again in count(2)))
            part = one.name.text.startswith("其中")  # of the row above, whose number it shares
            paths[at] = next(name for name in names if part or name not in taken)
            taken.add(paths[at])
        yield paths[at], one


def targets(table: Table, above: Above, plan_year: int, annual: bool) -> list[CellTarget | CellWords]:
    """What the cells of a table by place promise, row by row; nothing where it is none. `annual` tells that the plan is of one year."""
    found: list[CellTarget | CellWords] = []
    if not any(is_place(cell.text) for row in table.rows for cell in row):
        return found
    heads = (at for row in table.rows for at, cell in enumerate(row) if kind_of(narrow(cell.text)) == "unit")
    measured = next(heads, -1)  # the column of units, if there is one
    for head, rows in _blocks(table, above, plan_year, annual):
        turn, goals = 0, _with_parts(head.goals)
        for row in rows:
            place = row[head.place].text if len(row) > head.place else ""
            if not is_name(place):
                continue
            number = row[head.number].text if head.number is not None else ""
            turn = int(number) if number.isdecimal() else turn + 1
            unit = row[measured].text if 0 <= measured < len(row) and kind(row[measured].text) else None
            for column in goals:
                one = row[column.at] if column.at < len(row) else EMPTY
                if set(one.text) - _EMPTY:
                    told = _cell(turn, row[head.place], one, column._replace(unit=column.unit or unit))
                    found += [_since_stated(target, head.states.get(column.name), row) for target in told]
    return found


def _with_parts(goals: list[Column]) -> list[Column]:
    """The columns, where the part of what is built is built, too: 新建绿色建筑面积, 其中:二星级绿色建筑面积."""
    found: list[Column] = []
    for one in goals:
        part = one.name.startswith("其中")
        built = bool(part and found and (found[-1].work or found[-1].built or NEW_FIRST.match(found[-1].name)))
        name = one.name.removeprefix("其中").lstrip(":,") if part else one.name
        found.append(one._replace(name=name, built=built))
    return found


def _blocks(table: Table, above: Above, plan_year: int, annual: bool) -> Iterator[tuple[Columns, list[Row]]]:
    """The heads of a table, each with the rows below it. Of a table that is printed in two halves side by side, one half after the
    other."""
    at = 0
    while at < len(table.rows):
        read = columns(table.rows, at, above, plan_year, annual)
        if not read:
            at += 1
            continue
        begin = at + read[0].height
        at = begin
        while at < len(table.rows) and not columns(table.rows, at, above, plan_year, annual):
            at += 1
        named = [row[head.place].text for head in read for row in table.rows[begin:at] if len(row) > head.place]
        named = [name for name in named if name]
        sectors = any(
            BY_PLACE["sector"].match(narrow(cell.text))
            for row in table.rows[begin - read[0].height : begin]
            for cell in row
        )
        if len(set(named)) == len(named) > 1 and (sectors or 2 * sum(map(is_place_name, named)) >= len(named)):
            for head in read:
                yield head, [row for row in table.rows[begin:at] if len(row) > 1]


def _cell(number: int, place: Cell, one: Cell, column: Column) -> Iterator[CellTarget | CellWords]:
    words = narrow(one.text)
    parts = [part for part in _PARTS.split(words) if part]
    names = _NAMES.split(column.name)
    if len(names) != len(parts) or len(parts) == 1:
        names = [column.name] * len(parts)
    found: list[CellTarget | CellWords] = []
    for name, part in zip(names, parts, strict=True):
        _, bases = periods_of(part, 0, len(part), column.year)
        numbers = scan(part, 0, len(part), bases)
        lead = part[: numbers[0].head].strip(" ,:、()-≥≤≧≦<>±〔[【") if numbers else part
        if lead in column.name:
            lead = ""
        elif len(lead) > (_LONGEST_LEAD if numbers else _LONGEST_WORD):
            yield CellWords(number, place, dress(narrow(place.text)), one, column.since, column.year)
            return
        if numbers:
            found += _number(number, place, one, column, name + lead, part, numbers[0])
            for more in numbers[1:]:
                if more.modality is not None:  # 不低于3%,力争3.5%
                    found += _number(number, place, one, column, name, part, more)
        elif len(parts) == 1:
            told = read_cell(number, place, one, name, column.unit, column.year, None)
            if told is not None:
                found.append(_dated(told, place, column))
    yield from found


def _number(
    number: int, place: Cell, one: Cell, column: Column, name: str, part: str, first: Quantity
) -> Iterator[CellTarget]:
    """The target of a number: the heading and the cell are read as if they were a clause."""
    below = _BELOW.match(part, 0, first.start) is not None
    sign = next((SIGNS[mark] for mark in part[: first.start] if mark in SIGNS), None)
    unit = first.unit or column.unit
    figure = part[first.head : first.end]
    if first.unit is None and column.unit:
        stop = first.end - len(first.after) - first.head
        figure = figure[:stop] + column.unit + figure[stop:]
    clause = name + ":" * bool(_LATIN.search(name)) + figure
    begin = len(clause) - len(figure)
    floor = begin if first.senses & {"up", "down"} else 0  # the heading says what changes, and the cell that it does
    _, bases = periods_of(clause, 0, len(clause), column.year)
    read = [one for one in scan(clause, floor, len(clause), bases) if one.start >= begin]
    last = read[0] if read else first
    item = clause[: last.head].rstrip(":") if read else name
    item = item or name
    if below and not (last.base or _CHANGES.search(item) or kind(unit) == "share"):
        return
    measured, direction = measure(last.senses, kind(unit), item, True, "", False, None)
    summed = column.since is not None and column.since < (column.year or 0) and "末" not in (column.period or "")
    if (
        (column.work or column.built or summed)
        and measured == "level"
        and kind(unit) not in ("pure", "ratio")
        and (column.built or not LEVEL.search(item))
    ):
        measured = "increment"  # 造林任务(万亩), 2023—2025年节能量: work to be done
    if measured == "share" and (below or last.base):
        measured, direction = "relative_change", "decrease" if below else None  # 2015年比2010年(%)
    base = last.base or (bases[-1] if bases and measured in ("relative_change", "point_change") else None)
    found = CellTarget(
        number,
        place,
        one,
        item,
        measured,
        direction,
        sign or last.comparator,
        last.value,
        last.value_max,
        unit,
        base.year if base else None,
        None,
        column.year,
        None,
        modality=last.modality or first.modality or "plain",
    )
    yield _dated(found, place, column)


def _since_stated(found: CellTarget | CellWords, state: tuple[int, int] | None, row: Row) -> CellTarget | CellWords:
    """A level or a share, with how it stood in the year of an earlier column of the same."""
    if state is None or isinstance(found, CellWords) or found.measure not in _OF_STATES or found.baseline_year:
        return found
    stated = _STATED.fullmatch(narrow(row[state[0]].text)) if state[0] < len(row) else None
    return found._replace(baseline_year=state[1], baseline_value=float(stated[0].replace(",", ""))) if stated else found


def _dated(found: CellTarget, place: Cell, column: Column) -> CellTarget:
    return found._replace(scope=narrow(place.text), since=column.since, period=column.period)
