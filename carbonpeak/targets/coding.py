"""What was read, coded: a commitment of a sentence or of a table's cell as a row of `targets`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from carbonpeak.keys import row_id
from carbonpeak.records import Target, new
from carbonpeak.structure.clean import Text, dress, squeeze
from carbonpeak.targets.found import Found
from carbonpeak.targets.indicator_cells import CellTarget
from carbonpeak.targets.indicators import match
from carbonpeak.targets.numbers import convert

_MOST_DOUBLINGS = 100  # more of them are a slip of the copy
_DOUBLING = "番"
_One = TypeVar("_One", Found, CellTarget)


def coded(text: Text, one: Found, plan_id: str, path: str, task_id: str | None, title_year: int | None) -> Target:
    """A commitment as a row that has no id yet; `title_year` is its period where it states none and the title does."""
    start, end = text.span(one.start, one.end)
    one = _as_change(one)
    value_si, unit_si = convert(one.value, one.unit)
    period = one.period
    indicator = dress(one.indicator) or None
    scope = dress(one.scope) if one.scope else None
    first, last = (period.first, period.last) if period else (title_year, title_year)
    stated = one.base is not None or one.base_value is not None
    fields = (
        "",
        plan_id,
        path,
        task_id,
        None,
        match(indicator or "", scope, one.measure, unit_si if one.unit else None),
        indicator,
        scope,
        one.measure,
        one.direction,
        one.comparator,
        one.value,
        one.value_max,
        one.unit,
        value_si,
        None if one.value_max is None else convert(one.value_max, one.unit)[0],
        unit_si,
        one.base.year if one.base else None,
        one.base_value,
        ("inherited" if one.base_inherited else "stated") if stated else "none",
        text.words(period.start, period.end) if period else None,
        first,
        last,
        one.modality,
        None,
        None,
        squeeze(text.raw[start:end]),
        start,
        end,
        None,
    )
    return new(Target, fields)


def coded_cell(raw: str, one: CellTarget, path: str, plan_id: str, known: Sequence[Target]) -> Target:
    """A cell of an indicator table, or of a table by place, as a row. `known` are the targets before it, one of which it may repeat."""
    start = min(one.name.pieces[0][0], one.cell.pieces[0][0])  # a copy may have the value first
    end = max(one.cell.pieces[-1][1], one.name.pieces[0][1])
    one = _as_change(one)
    value_si, unit_si = convert(one.value, one.unit)
    indicator = dress(one.indicator)
    scope = dress(one.scope) if one.scope else None
    indicator_id = match(indicator, scope, one.measure, unit_si if one.unit else None)
    return Target(
        target_id=row_id(plan_id, path, indicator, str(one.year)),
        plan_id=plan_id,
        path=path,
        task_id=None,
        annex_task_id=None,
        indicator_id=indicator_id,
        indicator=indicator,
        scope=scope,
        measure=one.measure,
        direction=one.direction,
        comparator=one.comparator,
        value=one.value,
        value_max=one.value_max,
        unit=one.unit,
        value_si=value_si,
        value_max_si=convert(one.value_max, one.unit)[0],
        unit_si=unit_si,
        baseline_year=one.baseline_year,
        baseline_value=one.baseline_value,
        baseline_kind="stated" if one.baseline_year is not None else "none",
        period_text=one.period,
        period_start=one.since,
        period_end=one.year,
        modality=one.modality,
        nature=one.nature,
        repeats=next((target.target_id for target in known if _repeated(target, one, indicator, indicator_id)), None),
        quote=squeeze(raw[start:end]),
        char_start=start,
        char_end=end,
    )


def _repeated(target: Target, one: CellTarget, indicator: str, indicator_id: str | None) -> bool:
    """Whether a target of the text says the same as a cell."""
    if one.scope is not None and target.scope != one.scope:
        return False
    if target.value != one.value or target.period_end != one.year or target.path.startswith("table."):
        return False
    return target.indicator == indicator or (indicator_id is not None and target.indicator_id == indicator_id)


def _as_change(one: _One) -> _One:
    """Doublings in the unit of other changes: 翻两番 is 300 % more."""
    if one.unit != _DOUBLING or one.value is None or one.value > _MOST_DOUBLINGS:
        return one
    return one._replace(measure="relative_change", direction="increase", value=100 * (2**one.value - 1), unit="%")
