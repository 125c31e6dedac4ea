"""Table → targets: a table of main indicators (序号, 指标, 单位, 2020年, 2025年, 属性) gives one target a filled cell.

A year that lies before the plan is the baseline; 约束性 and 预期性 are the nature of the target.
"""

from __future__ import annotations

import re
from collections.abc import Set

from carbonpeak.patterns import lazy
from carbonpeak.phrases import HEADS
from carbonpeak.shape import NamedTuple
from carbonpeak.tables.cells import EMPTY, SINCE, Cell, Row, header, names_one_of, narrow
from carbonpeak.tables.locate import Table
from carbonpeak.targets.clauses import UNDATED
from carbonpeak.targets.measures import ADD
from carbonpeak.targets.numbers import kind
from carbonpeak.targets.periods import scan as periods_of
from carbonpeak.targets.place_heads import Above
from carbonpeak.targets.quantities import scan

_UNIT_IN_NAME = lazy(r"[（(\[]([^（）()\[\]]{1,12})[）)\]]$")
_ADDING = lazy(r"^(?:累计)?(?:新增|新建|累计)|(?:新增|累计)")
_DONE = frozenset({"count", "area", "length", "power", "volume", "mass"})  # units of what is built or given up
_CHANGE = lazy(rf"(?:{HEADS['change']}|下降|降低|累计下降|累计降低)(?:率|幅度)?$")
_GROWTH = lazy(rf"(?:{HEADS['growth']}|增长|[较比](?:19|20)\d\d年(?:提高|提升|增加))$")
_ASSIGNED = lazy(r"下达|国家|省定|市定|核定|要求|完成(?!$)|(?<!全部)(?<!全面)(?<!基本)完成$")
_END_STATE = lazy("达峰|峰值|全覆盖|实现|全部|应{han}尽|能{han}尽|清零|消除|杜绝")
SIGNS = {"≥": "ge", "≧": "ge", "＞": "gt", ">": "gt", "≤": "le", "≦": "le", "＜": "lt", "<": "lt", "±": "approx"}
_NATURES = {"约束": "binding", "预期": "expected"}
_AIM = lazy("目标|预期|计划|规划")
_IS = lazy("现状|实际|实绩|基期|基准|基数|现值|完成值")
_VALUE = "value"  # the kind of a column without a year
_FIGURE = lazy("[≥≧≤≦＞><＜±]?[0-9]|[—–－-]{1,2}$")
_SUMMED = lazy(r"[〔\[［【][^〔\[〕\]］】]+[〕\]］】]")
_AGAINST = lazy(r"[较比]((?:19|20)\d\d)年")
_BASE_YEAR = lazy(r"((?:19|20)\d\d)年?")
_NUMBER = lazy(r"\d+(?:\.\d+)?")
_BARE = lazy(r"[\[［【]?(-?\d[\d,]*(?:\.\d+)?)[\]］】]?")


Pieces = tuple[tuple[int, int], ...]  # where in the original a cell stands


class CellTarget(NamedTuple):
    """One filled cell of an indicator table. `name` and `cell` carry the pieces of the original."""

    row: int
    name: Cell
    cell: Cell
    indicator: str
    measure: str
    direction: str | None
    comparator: str | None
    value: float | None
    value_max: float | None
    unit: str | None
    baseline_year: int | None
    baseline_value: float | None
    year: int | None
    nature: str | None
    scope: str | None = None  # the place whose row it is
    since: int | None = None
    period: str | None = None  # as written
    modality: str = "plain"


def targets(table: Table, year: int, told: Above) -> list[CellTarget]:
    """The targets of a table, row by row and year by year; empty where the table names no indicator and nothing to be reached. `told` is
    what the line above says, which dates a column without a year (目标值)."""
    kinds: list[str] = []
    aims: set[str] = set()  # the years whose heading says that they are to come: 2023年目标
    stands: set[str] = set()  # and those whose heading says how it is: 2023年现状
    found: list[CellTarget] = []
    count = 0
    for row in table.rows:
        named = header(row) if names_one_of(row, ("indicator",)) else []
        if "indicator" in named and any(map(_is_goal, named)):
            kinds = named
            aims = {one for one, cell in zip(named, row, strict=True) if _AIM.search(cell.text)}
            stands = {one for one, cell in zip(named, row, strict=True) if _IS.search(cell.text)}
            stands |= {one.removeprefix(SINCE) for one in named if one.startswith(SINCE)}  # 较2020年变化: beside 2020年
            continue
        if not kinds or len(row) < 3:
            continue
        fields = _fields(kinds, row)
        if not fields["indicator"].text or not any(fields[one].text for one in kinds if _is_goal(one)):
            continue
        number = fields["number"].text if "number" in fields else ""
        count = int(number) if number.isdecimal() else count + 1
        years = [*dict.fromkeys(filter(_is_goal, kinds))]  # of two columns of one year, the last
        last = 0 if years[-1] == _VALUE else int(years[-1])
        past = (told.reached and last <= (year or UNDATED)) or years[-1] in stands  # 完成情况; 2023年现状
        if not past and (last >= year or not last):  # and none of what has been
            known = [int(one) for one in stands.intersection(years[:-1])]
            now = (
                max(known) if known else year or UNDATED
            )  # of 2022年实绩, 2023年, 2024年 in a plan of 2023 the first alone
            earlier = {one for one in years[:-1] if one != _VALUE and int(one) <= now} - aims
            earlier |= _first_of(years) - aims if not year and not known else set()
            found += _row(count, fields, years, earlier, told)
    return found


def left(table: Table, read: Set[Pieces], year: int) -> list[Row]:
    """The rows of a table that gave targets, with no cells but those that are not `read` and not explained by their column."""
    kinds: list[str] = []
    rows: list[Row] = []
    for row in table.rows:
        named = header(row) if names_one_of(row, ("indicator",)) else []
        if "indicator" in named and any(map(_is_goal, named)):
            kinds = named
        elif not kinds or len(row) < 3:
            rows.append(row if len(row) == 1 else [])
        else:
            fields = _fields(kinds, row)
            of = dict(zip((one.pieces for one in fields.values()), fields, strict=True))
            rows.append(
                [one if _open(of.get(one.pieces, ""), year) and one.pieces not in read else EMPTY for one in row]
            )
    return rows


def _open(column: str, year: int) -> bool:
    """Whether a number in a column of this kind promises something, or nobody knows what it is; a unit says what is measured."""
    return (
        column in ("", _VALUE, "unit")
        or column.startswith(SINCE)
        or (column.isdecimal() and int(column) > (year or UNDATED))
    )


def unit_in(words: str) -> tuple[str, str | None]:
    """The name in a cell and the unit that it ends with in a bracket, 消费总量（亿吨标准煤）; a cell that is a unit has no name."""
    inside = _UNIT_IN_NAME.search(words)
    if inside and kind(inside[1]):
        return words[: inside.start()], inside[1]
    return ("", words) if words and kind(words) else (words, None)


def _first_of(years: list[str]) -> set[str]:
    """The first year of a table that does not say when it was written, where it ends no five-year plan and the next one is not the year
    after it: 2022年, 2025年, 2030年."""
    if len(years) < 2 or _VALUE in years:
        return set()
    first, second = int(years[0]), int(years[1])
    return {years[0]} if first % 5 and second > first + 1 else set()


def _fields(kinds: list[str], row: list[Cell]) -> dict[str, Cell]:
    """The cells of a row by the kinds of their columns. What groups the rows may be merged with the row above, and the head may have lost
    its running number."""
    if "number" not in kinds and len(row) > len(kinds) and row[0].text.isdecimal():
        kinds = ["number", *kinds]
    row = [*row, *[EMPTY] * (len(kinds) - len(row))]
    at = kinds.index("indicator")
    label = kinds.index("label") if "label" in kinds[:at] else at
    if label < at and not row[-1].text and (_FIGURE.match(row[at].text) or kind(row[at].text)):
        row = [*row[:label], EMPTY, *row[label:-1]]
    return dict(zip(kinds, row, strict=False))


def _is_goal(column: str) -> bool:
    """Whether a column of this kind holds values, of a year or to be reached."""
    return column.isdecimal() or column == _VALUE


def _row(number: int, fields: dict[str, Cell], years: list[str], past: set[str], told: Above) -> list[CellTarget]:
    """The targets of a row, whose columns `years` names. Of the years that are `past`, the last is the baseline."""
    name = fields["indicator"]
    indicator, unit = name.text, None
    if "unit" in fields:
        unit = fields["unit"].text.strip("—-－/").replace("％", "%") or None
    else:
        indicator, unit = unit_in(indicator)
    nature = next(
        (value for word, value in _NATURES.items() if "nature" in fields and word in fields["nature"].text), None
    )
    earlier = [year for year in years if year in past]
    baseline_year = baseline_value = None
    if earlier:
        base = _BARE.fullmatch(fields[earlier[-1]].text)
        if base:
            baseline_year, baseline_value = int(earlier[-1]), float(base[1].replace(",", ""))
    stated = _BASE_YEAR.fullmatch(fields["base_year"].text) if "base_year" in fields else None
    base = _BARE.fullmatch(fields["base_value"].text) if "base_value" in fields else None
    if stated and base:
        baseline_year, baseline_value = int(stated[1]), float(base[1].replace(",", ""))
    found = []
    for year in years:
        cell = fields[year]
        if year in earlier or not cell.text.strip("—-－–/"):
            continue
        dated = year != _VALUE
        for words, measured in _values(cell, unit):
            target = read_cell(number, name, words, indicator, measured, int(year) if dated else told.year, nature)
            if target is not None:
                target = target._replace(period=f"{year}年") if dated else target._replace(since=told.since)
                if baseline_year is not None:
                    target = target._replace(baseline_year=baseline_year, baseline_value=baseline_value)
                found.append(target)
    if not found and "growth" in fields and _changes(indicator):
        # 单位能耗降低 — — [13.5]: over the years up to the last
        whole = read_cell(
            number,
            name,
            fields["growth"],
            indicator,
            unit,
            int(years[-1]) if years[-1] != _VALUE else told.year,
            nature,
        )
        found += [whole] if whole is not None else []
    for column in fields:
        change = (
            _change(number, name, fields[column], indicator, column, years[-1]) if column.startswith(SINCE) else None
        )
        if change is not None:
            found.append(change._replace(nature=nature))
    return found


def _changes(name: str) -> bool:
    """Whether the name of an indicator says that it is a change: 单位能耗降低."""
    return bool(_CHANGE.search(name) or _GROWTH.search(name))


def _values(cell: Cell, unit: str | None) -> list[tuple[Cell, str | None]]:
    """The values of a cell with their units: of 20/40 in 万千瓦/万千瓦时 each is one."""
    values, units = cell.text.split("/"), (unit or "").split("/")
    if len(values) == len(units) == 2 and all(map(_NUMBER.fullmatch, values)):
        return [(cell._replace(text=value), one) for value, one in zip(values, units, strict=True)]
    return [(cell, unit)]


def _change(number: int, name: Cell, cell: Cell, indicator: str, column: str, year: str) -> CellTarget | None:
    """What a column of changes since a year promises beside the value itself, where the cell says how much and of what: 下降5%."""
    words = narrow(cell.text)
    one = next(iter(scan(words, 0, len(words), [])), None)
    measure = {"share": "relative_change", "points": "point_change"}.get(kind(one.unit) if one else "")
    if one is None or measure is None:
        return None
    direction = "decrease" if "down" in one.senses else "increase" if "up" in one.senses else None
    until = int(year) if year != _VALUE else None
    numbers = one.comparator, one.value, one.value_max, one.unit, int(column.removeprefix(SINCE)), None, until
    return CellTarget(number, name, cell, indicator, measure, direction, *numbers, None)


def read_cell(
    number: int, name: Cell, cell: Cell, indicator: str, unit: str | None, year: int | None, nature: str | None
) -> CellTarget | None:
    """What a filled cell promises; None where it is not understood."""
    words = cell.text.replace("～", "~").replace("％", "%").replace("－", "-").strip("〔〕[]［］【】")
    comparator = SIGNS.get(words[:1])
    _, bases = periods_of(words, 0, len(words), None)
    quantities = scan(words, 1 if comparator else 0, len(words), bases)
    if not quantities:
        measure = "assigned" if _ASSIGNED.search(words) else "milestone" if _END_STATE.search(words) else None
        if measure is None:
            return None
        return CellTarget(
            number, name, cell, indicator, measure, None, None, None, None, unit, None, None, year, nature
        )
    one = quantities[0]
    unit = one.unit or unit
    measure, direction = _measure(indicator, words, unit)
    if measure == "level" and _SUMMED.fullmatch(cell.text):
        measure = "increment"  # 〔36〕: what the years of a five-year plan come to together
    compared = _AGAINST.search(indicator) if measure in ("relative_change", "point_change") else None
    base = int(compared[1]) if compared else one.base.year if one.base else None
    return CellTarget(
        number,
        name,
        cell,
        indicator,
        measure,
        direction,
        comparator or one.comparator,
        one.value,
        one.value_max,
        unit,
        base,
        None,
        year,
        nature,
        modality=one.modality or "plain",
    )


def _measure(indicator: str, words: str, unit: str | None) -> tuple[str, str | None]:
    sort = kind(unit)
    if sort == "points":
        return "point_change", None
    if sort == "share":
        if _CHANGE.search(indicator) or re.match(r"[^\d]*(?:下降|降低)", words):
            return "relative_change", "decrease"
        if _GROWTH.search(indicator):
            return "relative_change", "increase"
        return "share", None
    adding = _ADDING.search(indicator) or (sort in _DONE and ADD.match(indicator))
    return ("increment" if adding and sort != "pure" else "level"), None
