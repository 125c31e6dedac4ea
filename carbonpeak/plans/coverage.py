"""What a plan says of every indicator of the codebook, and of which it says nothing: absence as data."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from carbonpeak.records import Coverage, Target, new
from carbonpeak.targets.indicators import codebook

STATES = ("stated", "stated_without_number", "assigned_by_city", "silent")  # the strongest first


def coverage(plan_id: str, targets: Iterable[Target]) -> list[Coverage]:
    """One row for each indicator of the codebook, sorted by it, from the targets of one plan in the order of the text.

    The strongest state counts and is shown by the first target that has it; rows that repeat another stand behind the
    others.
    """
    found: dict[str, list[Target]] = {}
    for target in targets:
        if target.indicator_id:
            found.setdefault(target.indicator_id, []).append(target)
    rows = []
    for indicator_id in _entries():
        if indicator_id in found:
            first, *others = sorted(found[indicator_id], key=_strength)
            ids = " ".join(other.target_id for other in others)
            rows.append(Coverage(plan_id, indicator_id, state(first), first.target_id, ids or None))
        else:
            rows.append(new(Coverage, (plan_id, indicator_id, "silent", None, None)))
    return rows


@cache
def _entries() -> list[str]:
    return sorted(codebook())


def state(target: Target) -> str:
    """What one target makes of its indicator."""
    if target.value is not None:
        return "stated"
    return "assigned_by_city" if target.measure == "assigned" else "stated_without_number"


def _strength(target: Target) -> tuple[int, bool]:
    return STATES.index(state(target)), target.repeats is not None
