"""A line of `plans/corrections.csv`. What is done with it is for `corrections` and `relisting`."""

from __future__ import annotations

from carbonpeak.shape import NamedTuple


class Correction(NamedTuple):
    """What a person corrects; `key` is empty for a plan, else the path of the row, path and position, or its target_id."""

    line: int
    plan_id: str
    table: str
    key: str
    column: str
    expects: str
    value: str
    reason: str
    who: str
    when: str
