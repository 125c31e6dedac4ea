"""Figures about the tables as a set, added as columns to the frames that Great Expectations looks at.

A suite can then ask in plain words for what no single table tells: whether a task has a responsible body, how many
targets a plan yields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

Frames = Mapping[str, pd.DataFrame]

# The tables that the added columns are computed from.
NEEDED = (
    "documents", "sections", "tasks", "responsibilities", "targets", "discrepancies", "unread", "indicators", "coverage",
)  # fmt: skip


def with_figures(table: str, frames: Frames) -> pd.DataFrame:
    """A copy of a table with its added columns; a table that has none as it is. Needs the tables of NEEDED."""
    frame = frames[table].reset_index(drop=True)
    if table == "plans":
        counts = {name: _count(frame["plan_id"], values) for name, values in _per_plan(frames).items()}
        return frame.assign(**counts, codebook=frames["indicators"]["indicator_id"].nunique())
    if table == "tasks":
        return frame.assign(
            bodies=_count(frame["task_id"], frames["responsibilities"]["task_id"]),
            body_or_gap=_body_or_gap(frames, frame),
        )
    return frame


def _per_plan(frames: Frames) -> dict[str, pd.Series[Any]]:
    """For each figure of a plan, the `plan_id` of everything it counts."""
    discrepancies = frames["discrepancies"]
    documents = frames["documents"]
    return {
        "documents": documents["plan_id"],
        "sections": frames["sections"]["plan_id"],
        "tasks": frames["tasks"]["plan_id"],
        "targets": frames["targets"]["plan_id"],
        "bodies": frames["responsibilities"]["task_id"].str.split("/").str[0],
        "unread": frames["unread"]["plan_id"],
        "covered": _covered(frames),
        "unreadable": discrepancies.loc[discrepancies["kind"].eq("unreadable").fillna(False), "plan_id"],
    }


def _covered(frames: Frames) -> pd.Series[Any]:
    """The `plan_id` of each indicator of the codebook that a plan has a row of coverage for, however many."""
    rows = frames["coverage"].drop_duplicates(["plan_id", "indicator_id"])
    return rows.loc[rows["indicator_id"].isin(frames["indicators"]["indicator_id"]), "plan_id"]


def _count(keys: pd.Series[Any], found: pd.Series[Any]) -> pd.Series[Any]:
    return keys.map(found.value_counts().to_dict()).fillna(0).astype("Int64")


def _body_or_gap(frames: Frames, tasks: pd.DataFrame) -> pd.Series[Any]:
    """Whether a task has a responsible body, or a discrepancy records that the text leaves it out."""
    named = set(frames["responsibilities"]["task_id"])
    gaps = frames["discrepancies"]
    gaps = gaps[gaps["kind"].eq("missing_value").fillna(False)]
    recorded = set(zip(gaps["plan_id"], gaps["path"].fillna(""), strict=True))
    rows = zip(tasks["task_id"], tasks["plan_id"], tasks["path"].fillna(""), strict=True)
    return pd.Series(
        [task in named or (plan, path) in recorded for task, plan, path in rows], index=tasks.index, dtype="boolean"
    )
