"""The same indicator, district beside district, and why a value may not be compared with the others.

What is looked at is the form of a value: what it counts of which part of the world, within which period, against which base and
in which unit. Of the rows of one deadline most have the same form; every other row says in what it differs.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.records import Comparison, Plan, Target
from carbonpeak.shape import NamedTuple
from carbonpeak.text.fold import fold

_CHANGES = ("relative_change", "point_change")
_WHOLE = lazy(PHRASES["whole_territory"])
_OTHER = 0  # a first year that no period has


class Form(NamedTuple):
    """What two values must have in common to be compared; the fields in the order in which differences are named."""

    scope: str
    base: int | None
    period: int | None
    unit: str | None
    measure: tuple[str, str | None]


def comparison(plans: Sequence[Plan], targets: Sequence[Target]) -> list[Comparison]:
    """One row for each indicator, district and deadline, where two districts or more have that indicator.

    Of several targets of a district with one deadline the row is the one that differs least from the form of the group, the
    first in the text where several do; the others are named in `other_target_ids`.
    """
    by_plan = {plan.plan_id: plan for plan in plans}
    candidates = [one for target in targets for one in comparable(by_plan[target.plan_id], target)]
    return list(compared(sorted(candidates, key=comparison_key)))


def comparable(plan: Plan, target: Target) -> Iterator[Comparison]:
    """The target as a row of `comparison`, should another plan have the same indicator; none without an indicator."""
    if target.indicator_id and not target.repeats:
        yield Comparison(
            target.indicator_id, target.plan_id, plan.district_code, plan.district_zh, target.period_start, target.period_end,
            target.indicator, target.scope, target.measure, target.direction, target.comparator, target.value, target.value_max,
            target.unit, target.value_si, target.value_max_si, target.unit_si, target.baseline_year, target.modality, None,
            target.target_id, None,
        )  # fmt: skip


def comparison_key(row: Comparison) -> tuple[str, int, str]:
    """What `comparison` is sorted by: indicator, deadline, plan."""
    return row.indicator_id, row.period_end or 0, row.plan_id


def compared(candidates: Iterable[Comparison]) -> Iterator[Comparison]:
    """The rows of `comparison` from all comparable targets in the order of `comparison_key`; holds one indicator at a time."""
    for _, same in groupby(candidates, lambda row: row.indicator_id):
        rows = list(same)
        if not _of_one_district(rows):
            yield from _indicator(rows)


def _of_one_district(rows: Sequence[Comparison]) -> bool:
    """Whether there is nobody to compare with: several plans of a district are one district, a plan without one is its own."""
    place = rows[0].district_code or rows[0].plan_id
    return all((row.district_code or row.plan_id) == place for row in rows)


def _indicator(rows: Sequence[Comparison]) -> Iterator[Comparison]:
    """The rows of one indicator. A deadline that no other district has makes a row comparable with none, whatever its form."""
    usual: Form | None = None
    for _, same in groupby(rows, lambda row: row.period_end):
        group = list(same)
        if not _of_one_district(group):
            forms = _forms(group)
            yield from _rows(group, forms, _usual(group, forms))
            continue
        if usual is None:
            forms = _forms(rows)
            usual = _usual(rows, forms)._replace(period=_OTHER)
        yield from _rows(group, _forms(group, rows), usual)


def _rows(group: Sequence[Comparison], forms: Sequence[Form], usual: Form) -> Iterator[Comparison]:
    """One row a plan from all targets of one indicator and deadline, in the order of plan and text."""
    found = [(row, differences(form, usual)) for row, form in zip(group, forms, strict=True)]
    for _, targets in groupby(found, lambda one: one[0].plan_id):
        own = list(targets)
        row, reasons = min(own, key=lambda one: len(one[1]))  # the first of several
        others = [other.target_id for other, _ in own if other is not row]
        yield row._replace(not_comparable=" ".join(reasons) or None, other_target_ids=" ".join(others) or None)


def differences(form: Form, other: Form) -> list[str]:
    """In what two forms differ, as words of `not_comparable`. Where one has no number, nobody can compare base and unit."""
    if form == other:
        return []
    bare = form.unit is None or other.unit is None
    return [
        f"other_{name}"
        for name, one, two in zip(Form._fields, form, other, strict=True)
        if one != two and not (bare and name in ("base", "unit"))
    ]


def _usual(group: Sequence[Comparison], forms: Sequence[Form]) -> Form:
    """The form that most plans have; of several such the one whose parts are the most usual, then the first."""
    plans = Counter(form for _, form in {(row.plan_id, form) for row, form in zip(group, forms, strict=True)})
    parts = [Counter(values) for values in zip(*forms, strict=True)]
    first: dict[Form, int] = {}
    for place, form in enumerate(forms):
        first.setdefault(form, place)
    return max(
        first,
        key=lambda form: (
            plans[form],
            sum(part[value] for part, value in zip(parts, form, strict=True)),
            -first[form],
        ),
    )


def _forms(group: Sequence[Comparison], beside: Sequence[Comparison] = ()) -> list[Form]:
    """The forms of the rows of a group; `beside` are the rows that they are laid beside, the group itself when left out."""
    scopes = [_scope(row.scope, row.district_zh) for row in group]
    # 全区 | 新建居住建筑执行…的比例 and 新建居住建筑 | 执行…的比例 are the same words, parted differently.
    parted: dict[str, str] = {}
    for row in beside or group:
        scope = _scope(row.scope, row.district_zh)
        if scope:
            parted.setdefault(scope + _letters(row.indicator or ""), scope)
    return [
        Form(
            scope or parted.get(_letters(row.indicator or ""), ""),
            None if row.value is None else row.baseline_year,
            row.period_start,
            None if row.value is None else row.unit_si or _letters(row.unit or ""),
            (row.measure, row.direction if row.measure in _CHANGES else None),
        )
        for row, scope in zip(group, scopes, strict=True)
    ]


def _scope(written: str | None, district: str | None) -> str:
    """A scope as it is compared; empty for the district as a whole, which 全区 says of a 区 and no word at all says, too."""
    letters = _letters(written or "")
    whole = _WHOLE.match(letters)
    return "" if whole and whole[1] in (None, (district or "")[-1:]) else letters


@lru_cache(maxsize=4096)
def _letters(words: str) -> str:
    """Letters and digits alone, in one width and one script."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", fold(words))))
