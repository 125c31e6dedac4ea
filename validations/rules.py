"""Rules across the columns of one table, each a small named function that tells row by row whether it holds.

Rules that look at other tables or at the texts are in `links.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from validations.context import Context
from validations.results import ERROR, WARNING

MEASURED = ("level", "share", "increment", "relative_change", "point_change")

Own = Callable[[pd.DataFrame], "pd.Series[bool]"]
Linked = Callable[[pd.DataFrame, Context], "pd.Series[bool]"]


@dataclass(frozen=True)
class Rule:
    """One rule: what must hold in words, how grave it is, which columns tell a reader what is wrong, and the function."""

    table: str
    name: str
    check: str
    severity: str
    shows: tuple[str, ...]
    holds: Linked


RULES: list[Rule] = []


def rule(*tables: str, shows: tuple[str, ...] = (), severity: str = ERROR) -> Callable[[Own], Own]:
    """Enters a function of a frame as a rule of the tables; its docstring says what must hold."""

    def enter(function: Own) -> Own:
        def holds(frame: pd.DataFrame, _: Context) -> pd.Series[bool]:
            return function(frame)

        for table in tables:
            RULES.append(Rule(table, function.__name__, sentence(function), severity, shows, holds))
        return function

    return enter


def sentence(function: Callable[..., Any]) -> str:
    """The docstring of a rule as one line without its final stop."""
    if not function.__doc__:
        raise ValueError(f"the rule {function.__name__} says nothing in its docstring")
    return " ".join(function.__doc__.split()).removesuffix(".")


def implies(premise: pd.Series[Any], conclusion: pd.Series[Any]) -> pd.Series[bool]:
    """Row by row: where the premise holds, so does the conclusion. An unknown premise counts as false, an unknown
    conclusion as well."""
    return (~premise.fillna(False).astype(bool)) | conclusion.fillna(False).astype(bool)


@rule("sections", "responsibilities", "targets", "unread", shows=("char_start", "char_end"))
def offsets_in_order(frame: pd.DataFrame) -> pd.Series[bool]:
    """char_start does not lie behind char_end."""
    return (frame["char_start"] <= frame["char_end"]).fillna(False).astype(bool)


@rule("documents", shows=("is_canonical",))
def one_canonical_document(frame: pd.DataFrame) -> pd.Series[bool]:
    """Each plan has exactly one canonical document."""
    return frame["is_canonical"].fillna(False).astype(int).groupby(frame["plan_id"]).transform("sum") == 1


@rule("sections", shows=("plan_id", "path"))
def section_id_is_plan_and_path(frame: pd.DataFrame) -> pd.Series[bool]:
    """section_id is the plan, "/" and the path."""
    return frame["section_id"] == frame["plan_id"] + "/" + frame["path"].fillna("")


@rule("tasks", shows=("plan_id", "path"))
def task_id_is_plan_and_path(frame: pd.DataFrame) -> pd.Series[bool]:
    """task_id is the plan, "/" and the path."""
    return frame["task_id"] == frame["plan_id"] + "/" + frame["path"].fillna("")


@rule("sections", shows=("parent_path",))
def parent_path_exists(frame: pd.DataFrame) -> pd.Series[bool]:
    """The parent path is the path of a section of the same plan."""
    paths = set(zip(frame["plan_id"], frame["path"].fillna(""), strict=True))
    pairs = zip(frame["plan_id"], frame["parent_path"], strict=True)
    return pd.Series(
        [parent is pd.NA or (plan, parent) in paths for plan, parent in pairs], index=frame.index, dtype=bool
    )


@rule("responsibilities", shows=("position",))
def positions_count_from_one(frame: pd.DataFrame) -> pd.Series[bool]:
    """The positions of a task's bodies are 1, 2, … without a gap."""
    groups = frame.groupby("task_id")["position"]
    return (
        (groups.transform("min") == 1)
        & (groups.transform("max") == groups.transform("size"))
        & (groups.transform("nunique") == groups.transform("size"))
    )


@rule("targets", shows=("comparator", "value", "value_max"))
def range_has_both_ends(frame: pd.DataFrame) -> pd.Series[bool]:
    """A range, and only a range, has both ends, the lower one first."""
    is_range = frame["comparator"].eq("range").fillna(False)
    return implies(is_range, frame["value"] <= frame["value_max"]) & implies(frame["value_max"].notna(), is_range)


@rule("targets", shows=("value", "unit", "value_si", "unit_si"))
def share_within_bounds(frame: pd.DataFrame) -> pd.Series[bool]:
    """A share in % lies within 0 and 100."""
    holds = pd.Series(True, index=frame.index)
    for suffix, unit in (("", "unit"), ("_si", "unit_si")):
        percent = frame["measure"].eq("share") & frame[unit].isin(("%", "％"))
        for end in (f"value{suffix}", f"value_max{suffix}"):
            holds &= implies(percent & frame[end].notna(), frame[end].between(0, 100))
    return holds


@rule("targets", shows=("direction",))
def relative_change_has_direction(frame: pd.DataFrame) -> pd.Series[bool]:
    """A relative change says whether it goes up or down."""
    return implies(frame["measure"] == "relative_change", frame["direction"].notna())


@rule("targets", "comparison", shows=("comparator", "value"))
def comparator_goes_with_value(frame: pd.DataFrame) -> pd.Series[bool]:
    """There is a comparator where there is a value, and only there."""
    return frame["comparator"].notna() == frame["value"].notna()


@rule("targets", "comparison", shows=("measure", "value", "value_max", "value_si"))
def value_goes_with_measure(frame: pd.DataFrame) -> pd.Series[bool]:
    """A milestone or assigned target has no value; every other target has one."""
    bare = frame[["value", "value_max", "value_si", "value_max_si"]].isna().all(axis=1)
    measured = frame["measure"].isin(MEASURED)
    return implies(measured, frame["value"].notna()) & implies(~measured, bare)


@rule("targets", "comparison", shows=("value_si", "unit_si"))
def converted_value_has_unit(frame: pd.DataFrame) -> pd.Series[bool]:
    """A converted value has its unit and stands beside a value."""
    return implies(frame["value_si"].notna(), frame["unit_si"].notna() & frame["value"].notna()) & implies(
        frame["value_max_si"].notna(), frame["value_si"].notna() & frame["value_max"].notna()
    )


@rule("targets", "comparison", shows=("period_start", "period_end"))
def period_in_order(frame: pd.DataFrame) -> pd.Series[bool]:
    """A period does not end before it begins."""
    both = frame["period_start"].notna() & frame["period_end"].notna()
    return implies(both, frame["period_start"] <= frame["period_end"])


@rule("targets", shows=("baseline_kind", "baseline_year", "baseline_value"))
def baseline_has_kind(frame: pd.DataFrame) -> pd.Series[bool]:
    """A baseline year or value says where it comes from."""
    return implies(frame["baseline_year"].notna() | frame["baseline_value"].notna(), frame["baseline_kind"] != "none")


@rule("targets", shows=("task_id", "annex_task_id"))
def target_is_of_its_plan(frame: pd.DataFrame) -> pd.Series[bool]:
    """The tasks of a target are tasks of its plan."""
    columns = zip(frame["plan_id"], frame["task_id"], frame["annex_task_id"], strict=True)
    return pd.Series(
        [all(task is pd.NA or str(task).startswith(f"{plan}/") for task in tasks) for plan, *tasks in columns],
        index=frame.index,
        dtype=bool,
    )


@rule("targets", shows=("repeats",))
def repeats_another_target(frame: pd.DataFrame) -> pd.Series[bool]:
    """A target does not repeat itself, nor one that repeats another."""
    repeating = set(frame.loc[frame["repeats"].notna(), "target_id"])
    return ~frame["repeats"].isin(repeating).fillna(False).astype(bool)


@rule("plans", "tasks", "responsibilities", "targets", shows=("corrected",))
def corrected_names_columns(frame: pd.DataFrame) -> pd.Series[bool]:
    """What a person corrected are columns of the table; of a task also its list of bodies."""
    known = {*frame.columns, *(["responsibilities"] if "parent_task_id" in frame else [])}
    return frame["corrected"].fillna("").map(lambda names: known.issuperset(names.split())).astype(bool)


@rule("comparison", shows=("indicator_id",))
def indicator_in_two_plans(frame: pd.DataFrame) -> pd.Series[bool]:
    """An indicator is compared when two plans or more have it."""
    return frame.groupby("indicator_id")["plan_id"].transform("nunique") >= 2


@rule("comparison", shows=("not_comparable", "indicator_id", "period_end"))
def comparable_rows_agree(frame: pd.DataFrame) -> pd.Series[bool]:
    """Of an indicator and deadline that two plans have some rows compare, and these have one measure, period, base and
    unit; a row whose deadline no other plan has says so."""
    free = frame["not_comparable"].isna()
    group = [frame["indicator_id"], frame["period_end"].fillna(0)]  # no deadline is a group, too
    place = frame["district_code"].fillna(frame["plan_id"])  # several plans of a district are one
    alone = place.groupby(group).transform("nunique") == 1
    other = frame["not_comparable"].str.contains("other_period", regex=False).fillna(False).astype(bool)
    holds = other.where(alone, free.groupby(group).transform("any"))
    form = frame.assign(unit=frame["unit_si"].fillna(frame["unit"]))
    for column in ("measure", "period_start", "baseline_year", "unit"):
        said = form[column].astype(object).where(form[column].notna(), "")
        number = frame["value"].notna() | (column in ("measure", "period_start"))
        differ = said.where(free & number).groupby(group).transform("nunique") > 1
        holds &= ~(free & differ)
    return holds


@rule("coverage", shows=("state", "target_id"))
def silence_has_no_target(frame: pd.DataFrame) -> pd.Series[bool]:
    """A plan is silent where no target is named, and only there."""
    silent = frame["state"] == "silent"
    return (silent == frame["target_id"].isna()) & implies(silent, frame["other_target_ids"].isna())


@rule("targets", shows=("value", "value_si"), severity=WARNING)
def value_is_converted(frame: pd.DataFrame) -> pd.Series[bool]:
    """A value with a unit is converted to the one unit of its quantity."""
    return implies(frame["value"].notna(), frame["value_si"].notna())
