"""What a package covers: the divisions that its plans were issued for, the years that they speak of, and which plans stand behind a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

Frames = Mapping[str, pd.DataFrame]
Schemas = Mapping[str, Mapping[str, Any]]

DATES = ("adopted_on", "issued_on", "printed_on")


def spatial(plans: pd.DataFrame) -> list[dict[str, str]]:
    """The divisions of the plans, each once, by code; empty where no plan names one."""
    found = {}
    for plan in plans.to_dict("records"):
        if pd.isna(plan["district_code"]):
            continue
        names = {"title": plan["district_en"], "title_zh": plan["district_zh"]}
        given = {key: name for key, name in names.items() if not pd.isna(name)}
        code = str(plan["district_code"])
        found[code] = {"code": code, "title": given.get("title_zh", code), **given}
    return [found[code] for code in sorted(found)]


def temporal(plans: pd.DataFrame, targets: pd.DataFrame) -> dict[str, str] | None:
    """From the first date of a plan or year of a target to the last, as dates; None where there is neither."""
    days = [str(day) for name in DATES for day in plans[name].dropna()]
    starts = [f"{year:04d}-01-01" for name in ("period_start", "period_end") for year in targets[name].dropna()]
    ends = [f"{day[:4]}-12-31" for day in starts]
    return {"start": min(days + starts), "end": max(days + ends)} if days or starts else None


def plans_behind(schemas: Schemas, frames: Frames) -> dict[str, set[str]]:
    """Table → the plans that its rows come from, told by its plan_id or by the tables that its foreign keys lead to."""
    own = {
        name: set(frame["plan_id"].dropna().astype(str)) if "plan_id" in frame else set()
        for name, frame in frames.items()
    }
    return {name: own[name] or _linked(schemas[name], own) for name in schemas}


def _linked(schema: Mapping[str, Any], own: Mapping[str, set[str]]) -> set[str]:
    targets: Iterable[str] = (key["reference"]["resource"] for key in schema.get("foreignKeys", []))
    return set().union(*(own.get(target, set()) for target in targets))
