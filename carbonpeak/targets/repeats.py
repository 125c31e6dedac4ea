"""What a press text says twice: in its lead, or in a headline, and again in its body."""

from __future__ import annotations

from collections.abc import Sequence

from carbonpeak.duties.duties import Divided
from carbonpeak.keys import key
from carbonpeak.records import Target
from carbonpeak.targets.found import Found
from carbonpeak.text.fold import fold

_NAMED, _ALIKE = 4, 8  # letters that two names of one thing have, and have in common


class Said:
    """Remembers the commitments of a text without headings."""

    def __init__(self) -> None:
        self._said: dict[tuple[object, ...], list[tuple[str, str | None, int | None, int, int]]] = {}

    def earlier(self, one: Found, paragraph: int, index: int) -> int | None:
        """The index of the same said before: in the same words, or in another paragraph of a thing whose name agrees.

        None where it is new: then it is remembered under `index`.
        """
        until = one.period.last if one.period else None
        base = one.base.year if one.base else None
        alike = self._said.setdefault((one.measure, one.value, one.value_max, one.unit, base), [])
        for name, scope, end, at, before in alike:
            if end != until and (at == paragraph or None not in (end, until)):
                continue
            if (name == one.indicator and scope == one.scope) or (
                at != paragraph
                and _agree(name, one.indicator, one.value is not None)
                and (None in (scope, one.scope) or scope == one.scope)
            ):
                return before
        alike.append((one.indicator, one.scope, until, paragraph, index))
        return None


def _agree(name: str, other: str, numeric: bool) -> bool:
    """Whether two names mean one thing; of two numbers that are the same, a part in common is enough."""
    if min(len(name), len(other)) < _NAMED:
        return False
    if name in other or other in name:
        return True
    return numeric and any(name[at : at + _ALIKE] in other for at in range(len(name) - _ALIKE + 1))


def fuller(one: Found, earlier: Target) -> bool:
    """Whether what a press text says again says it better: a body does, but for one that leaves out 以上."""
    return one.comparator != "eq" or earlier.comparator == "eq"


def pointed(target: Target, rows: Sequence[Divided]) -> Target:
    """The target with the row of the task table that repeats its sentence."""
    words = key(fold(target.quote))
    row = next((row for row in rows if words in row.content), None)
    return target._replace(annex_task_id=row.task_id) if row is not None else target


def repeated(target: Target, body: list[Target]) -> bool:
    """Whether a row of the task table says what the body promises in the same words."""
    words = key(target.quote)
    return any(
        (one.measure, one.value, one.value_max, one.unit)
        == (target.measure, target.value, target.value_max, target.unit)
        and words in key(one.quote)
        for one in body
    )


def same(target: Target) -> tuple[object, ...]:
    """What makes two rows the same commitment, wherever they stand."""
    said = target.period_end if target.value is not None else key(target.indicator or "")
    return target.measure, target.value, target.value_max, target.unit, said
