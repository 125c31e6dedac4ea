"""Table → targets: a table of main indicators (序号, 指标, 单位, 2020年, 2025年, 属性) gives one target a filled cell.

A year that lies before the plan is the baseline; 约束性 and 预期性 are the nature of the target.
"""

from __future__ import annotations

from collections.abc import Set

from carbonpeak.patterns import lazy
from carbonpeak.tables.cells import EMPTY, SINCE, Cell, Row, header, names_one_of
from carbonpeak.tables.locate import Table
from carbonpeak.targets.clauses import UNDATED
from carbonpeak.targets.indicator_cells import CellTarget, Pieces, change_since, changes, read_cell, unit_in, values
from carbonpeak.targets.numbers import kind
from carbonpeak.targets.place_heads import Above
from carbonpeak.targets.years import first_past

_NATURES = {"约束": "binding", "预期": "expected"}
_AIM = lazy("目标|预期|计划|规划")
_IS = lazy("现状|实际|实绩|基期|基准|基数|现值|完成值")
_VALUE = "value"  # the kind of a column without a year
_FIGURE = lazy("[≥≧≤≦＞><＜±]?[0-9]|[—–－-]{1,2}$")
_BASE_YEAR = lazy(r"((?:19|20)\d\d)年?")
_OF_STATES = ("level", "share")  # a column of a base year says from where they go; changes have base years of their own
_SUMMED = lazy(r"[\[［〔【]")
_BARE = lazy(r"[\[［【]?(-?\d[\d,]*(?:\.\d+)?)[\]］】]?")


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
        # of two columns of one year, the last; a copy may print the years from the last one on
        years = sorted({*filter(_is_goal, kinds)}, key=lambda one: (one == _VALUE, one))
        last = 0 if years[-1] == _VALUE else int(years[-1])
        past = (told.reached and last <= (year or UNDATED)) or years[-1] in stands  # 完成情况; 2023年现状
        if not past and (last >= year or not last):  # and none of what has been
            known = [int(one) for one in stands.intersection(years[:-1])]
            now = max(known) if known else year or UNDATED  # of 2022年实绩, 2023年 in a plan of 2023 the first alone
            earlier = {one for one in years[:-1] if one != _VALUE and int(one) <= now} - aims
            if not year and not known and last:
                earlier |= {str(first_past([(int(one), int(one)) for one in years]))}.intersection(years) - aims
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
        for words, measured in values(cell, unit):
            target = read_cell(number, name, words, indicator, measured, int(year) if dated else told.year, nature)
            if target is not None:
                target = target._replace(period=f"{year}年") if dated else target._replace(since=told.since)
                if baseline_year is not None and target.measure in _OF_STATES and target.baseline_year is None:
                    target = target._replace(baseline_year=baseline_year, baseline_value=baseline_value)
                found.append(_over(target, cell, told))
    summed = "growth" in fields and _SUMMED.match(fields["growth"].text) is not None
    if not found and "growth" in fields and (summed or changes(indicator)):
        # 单位能耗降低 — — [13.5]: over the years up to the last
        last = int(years[-1]) if years[-1] != _VALUE else told.year
        whole = read_cell(number, name, fields["growth"], indicator, unit, last, nature)
        found += [_over(whole, fields["growth"], told)] if whole is not None else []
    for column in (one for one in fields if one.startswith(SINCE)):
        until = int(years[-1]) if years[-1] != _VALUE else None
        change = change_since(number, name, fields[column], indicator, int(column.removeprefix(SINCE)), until)
        if change is not None:
            found.append(change._replace(nature=nature))
    return found


def _over(target: CellTarget, cell: Cell, told: Above) -> CellTarget:
    """A value in brackets, with the year from which on it is summed up by the note below the table."""
    if told.summed is None or not _SUMMED.match(cell.text) or target.since is not None:
        return target
    since, until = told.summed
    return target._replace(since=since) if until in (None, target.year) else target
