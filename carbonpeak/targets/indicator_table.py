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
_BARE = lazy(r"[\[［【〔]?[≥≧≤≦＞><＜约]?(-?\d[\d,]*(?:\.\d+)?)[%％]?[〕\]］】]?")
_POLLUTANTS = lazy(r"(?:\d+[.、．。]?)?(?:主要|重点)?污染物(?=排放|减排|减少)")
_PLAIN = lazy(r"\d+(?:\.\d+)?")
_YEARLY = lazy("年均(?:增长率|增长|增速|变化率|变化)?")
_RATE = lazy(r"([-－−]?)\d[\d.]*[%％](?:左右|以[上下内])?")


def targets(table: Table, year: int, told: Above) -> list[CellTarget]:
    """The targets of a table, row by row and year by year; empty where the table names no indicator and nothing to be reached. `told` is
    what the line above says, which dates a column without a year (目标值)."""
    kinds: list[str] = []
    aims: set[str] = set()  # the years whose heading says that they are to come: 2023年目标
    stands: set[str] = set()  # and those whose heading says how it is: 2023年现状
    found: list[CellTarget] = []
    count = 0
    group = ""  # the heading of the rows below it
    growth = ""  # the heading of the column that says how they change
    for row, following in zip(table.rows, [*table.rows[1:], []], strict=True):
        named = header(row) if names_one_of(row, ("indicator",)) else []
        if "indicator" in named and any(map(_is_goal, named)):
            kinds, said = _with_years(row, named, following)
            aims = {one for one, words in zip(kinds, said, strict=True) if _AIM.search(words)}
            stands = {one for one, words in zip(kinds, said, strict=True) if _IS.search(words)}
            stands |= {one.removeprefix(SINCE) for one in named if one.startswith(SINCE)}  # 较2020年变化: beside 2020年
            growth = next((words for one, words in zip(kinds, said, strict=True) if one == "growth"), "")
            continue
        if kinds and sum(1 for cell in row if cell.text) == 1:
            group = next(cell.text for cell in row if cell.text)
            continue
        if not kinds or len(row) < 3:
            continue
        fields = _fields(kinds, row)
        if "unit" not in kinds and group and unit_in(group)[1] and not unit_in(fields["indicator"].text)[1]:
            fields["indicator"] = _of_group(fields["indicator"], group)
        if not fields["indicator"].text or not any(fields[one].text for one in kinds if _is_goal(one)):
            continue
        number = fields["number"].text if "number" in fields else ""
        part = count > 0 and fields["indicator"].text.startswith("其中")  # of the row above
        count = int(number) if number.isdecimal() else count + (not part)
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
            found += _row(count, fields, years, earlier, growth, told)
            found += _growing(count, fields, years, growth, told)
            if earlier and growth.startswith("变化"):
                found += _changed(count, fields, years, int(max(earlier)))
    return found


def _with_years(row: Row, kinds: list[str], below: Row) -> tuple[list[str], list[str]]:
    """The kinds of the columns and the words of their headings, with the years that stand in the row below them: 现状值 above 2021年,
    目标值 above 2023年 and 2025年."""
    years = [one if one.isdecimal() else "" for one in header(below)]
    words = [cell.text for cell in row]
    if (
        not any(years)
        or len(years) < len(kinds)
        or any(cell.text and not one for cell, one in zip(below, years, strict=True))
    ):
        return kinds, words
    if any(two and one in ("number", "indicator", "unit", "nature") for one, two in zip(kinds, years, strict=False)):
        return kinds, words
    more = len(years) - len(kinds)
    kinds, words = kinds + kinds[-1:] * more, words + words[-1:] * more
    return [two or one for one, two in zip(kinds, years, strict=True)], words


def _of_group(name: Cell, group: str) -> Cell:
    """The name of an indicator with the unit of the rows that a heading groups, and with what it says of pollutants: 化学需氧量 below
    主要污染物排放总量减少（%）."""
    what, unit = unit_in(group)
    pollutants = _POLLUTANTS.match(what)
    return name._replace(text=f"{name.text}{what[pollutants.end() :] if pollutants else ''}({unit})")


def _growing(number: int, fields: dict[str, Cell], years: list[str], heading: str, told: Above) -> list[CellTarget]:
    """What a column of growth by the year (年均增长) promises beside the values, where the cell says it in %."""
    cell = fields.get("growth", EMPTY)
    rate = _RATE.fullmatch(cell.text)
    if rate is None or not heading.startswith("年均"):
        return []
    last = int(years[-1]) if years[-1] != _VALUE else told.year
    name = unit_in(fields["indicator"].text)[0] + (_YEARLY.match(heading) or [""])[0]
    one = read_cell(number, fields["indicator"], cell, name, "%", last, None)
    direction = "decrease" if rate[1] else "increase"
    return [one._replace(measure="relative_change", direction=direction, since=told.since)] if one else []


def _changed(
    number: int, fields: dict[str, Cell], years: list[str], since: int, column: str = "growth"
) -> list[CellTarget]:
    """What a column of changes since a year promises beside the values."""
    name = fields["indicator"]
    until = int(years[-1]) if years[-1] != _VALUE else None
    one = change_since(number, name, fields[column], unit_in(name.text)[0], since, until)
    return [one] if one is not None else []


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


def _row(
    number: int, fields: dict[str, Cell], years: list[str], past: set[str], growth: str, told: Above
) -> list[CellTarget]:
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
    pairs = (
        [float(one.text) for one, _ in values(fields[earlier[-1]], unit) if _PLAIN.fullmatch(one.text)]
        if earlier
        else []
    )
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
        for part, (words, measured) in enumerate(values(cell, unit)):
            target = read_cell(number, name, words, indicator, measured, int(year) if dated else told.year, nature)
            if target is not None:
                target = target._replace(period=f"{year}年") if dated else target._replace(since=told.since)
                if target.baseline_year is not None:
                    pass
                elif pairs and part < len(pairs) > 1 and target.measure in _OF_STATES:  # 18/1.9 → 50/5.5
                    target = target._replace(baseline_year=int(earlier[-1]), baseline_value=pairs[part])
                elif baseline_year is not None and target.measure in _OF_STATES:
                    target = target._replace(baseline_year=baseline_year, baseline_value=baseline_value)
                elif earlier and target.measure == "relative_change":
                    target = target._replace(baseline_year=int(earlier[-1]))  # 能耗下降率 — 14%: against that year
                found.append(_over(target, cell, told))
    total = "累计" in growth and not growth.startswith("年均")  # 五年累计
    summed = "growth" in fields and (total or _SUMMED.match(fields["growth"].text) is not None)
    if not found and "growth" in fields and (summed or changes(indicator)):
        # 单位能耗降低 — — [13.5]: over the years up to the last
        last = int(years[-1]) if years[-1] != _VALUE else told.year
        whole = read_cell(number, name, fields["growth"], indicator, unit, last, nature)
        if whole is not None:
            since = int(earlier[-1]) if earlier and whole.measure == "relative_change" else whole.baseline_year
            work = whole.measure == "level" and total and whole.unit is not None
            whole = whole._replace(
                baseline_year=since, since=told.since, measure="increment" if work else whole.measure
            )
            found.append(_over(whole, fields["growth"], told))
    for column in (one for one in fields if one.startswith(SINCE)):
        found += _changed(number, fields, years, int(column.removeprefix(SINCE)), column)
    return [one._replace(nature=nature) for one in found]


def _over(target: CellTarget, cell: Cell, told: Above) -> CellTarget:
    """A value in brackets, with the year from which on it is summed up by the note below the table."""
    if told.summed is None or not _SUMMED.match(cell.text) or target.since is not None:
        return target
    since, until = told.summed
    return target._replace(since=since) if until in (None, target.year) else target
