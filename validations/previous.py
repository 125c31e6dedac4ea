"""The last release as something to compare with: what it held of the plans that are still there, and which plans it had.

A plan that is gone is one finding of its own. Its rows are no part of the counts, or they would hide what else was lost.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from validations.suites import load

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Previous:
    """Row counts by table and fill rates (0 to 1) by `table.column`, both of the plans in common; the ids of all its plans."""

    counts: Mapping[str, int] = field(default_factory=dict)
    fill: Mapping[str, float] = field(default_factory=dict)
    plans: tuple[str, ...] = ()


def previous(last: Frames | None, now: Frames, withdrawn: Collection[str] = ()) -> Previous:
    """What the tables of the last release (None before the first) say about the tables of today.

    `withdrawn` are the plans that a person has taken out on purpose; they are no longer among `plans`.
    """
    if not last:
        return Previous()
    had = set(last["plans"]["plan_id"])
    gone = had - set(now["plans"]["plan_id"])
    kept = {name: _without(gone, name, frame) for name, frame in last.items()} if gone else last
    return Previous(
        counts={name: len(frame) for name, frame in kept.items()},
        fill=fill_rates(kept),
        plans=tuple(sorted(had - set(withdrawn))),
    )


def fill_rates(frames: Frames) -> dict[str, float]:
    """The share of filled cells (0 to 1) of every watched column, by `table.column`; columns of empty tables are left out."""
    return {
        f"{table}.{column}": float(frames[table][column].notna().mean())
        for table, suite in load().items()
        for column in suite.watched
        if table in frames and len(frames[table])
    }


def _without(gone: Collection[str], table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that say nothing of the plans that are gone; a comparison of one plan alone is none."""
    owner = next((name for name in ("plan_id", "task_id", "org_id") if name in frame), None)
    if owner is None:
        return frame
    rest = frame[~frame[owner].str.split(r"[/:]", regex=True).str[0].isin(gone)]
    if table == "comparison":
        rest = rest[rest.groupby("indicator_id")["plan_id"].transform("nunique") > 1]
    return rest
