"""Which plans a package holds, of which places and years, in words: made from the tables, so that no title has to be trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from carbonpeak.bodies import districts
from carbonpeak.plans.registry import PLAN_ID
from pipelines.releases.metadata import extent
from pipelines.releases.metadata.extent import Frames

MOST_NAMED = 8  # places, and provinces, that a sentence names; more are counted
Place = Mapping[str, str]  # code, title, title_zh, as `extent.spatial` gives it


def english(frames: Frames) -> str:
    """It holds 2 plans of 2022, those of A District and B District, C; their targets are for 2021 to 2030."""
    plans, places = frames["plans"], extent.spatial(frames["plans"])
    count = len(plans)
    what = f"{count} plan{'' if count == 1 else 's'}{_years(_of_plans(plans), ' of {} to {}', ' of {}')}"
    whose = f", {'that' if count == 1 else 'those'} of {_english(places)}" if places else ""
    nowhere = int(plans["district_code"].isna().sum())
    other = f" ({nowhere} without a named place)" if nowhere and places else ""
    targets = _years(_of_targets(frames), "; their targets are for {} to {}", "; their targets are for {}")
    return f"It holds {what}{whose}{other}{targets}."


def chinese(frames: Frames) -> str:
    """The same in Chinese: 收录C市A区、B区2022年的2份方案，目标年份为2021年至2030年。"""
    plans, places = frames["plans"], extent.spatial(frames["plans"])
    years = _years(_of_plans(plans), "{}年至{}年的", "{}年的")
    nowhere = int(plans["district_code"].isna().sum())
    other = f"（其中{nowhere}份未载明地区）" if nowhere and places else ""
    targets = _years(_of_targets(frames), "，目标年份为{}年至{}年", "，目标年份为{}年")
    return f"收录{_chinese(places)}{years}{len(plans)}份方案{other}{targets}。"


def _of_plans(plans: pd.DataFrame) -> set[int]:
    """The years of the plans: that of the id, which names the year of issue, else that of a date."""
    found = set()
    for plan in plans.to_dict("records"):
        dates = [str(plan[name])[:4] for name in extent.DATES if not pd.isna(plan[name])]
        year = plan["plan_id"].split("-")[1] if PLAN_ID.fullmatch(plan["plan_id"]) else min(dates, default=None)
        found |= {int(year)} if year else set()
    return found


def _of_targets(frames: Frames) -> set[int]:
    targets = frames["targets"]
    return {int(year) for name in ("period_start", "period_end") for year in targets[name].dropna()}


def _years(years: set[int], several: str, one: str) -> str:
    if not years:
        return ""
    return one.format(*years) if len(years) == 1 else several.format(min(years), max(years))


def _english(places: Sequence[Place]) -> str:
    """Names with what they lie in said once: A District and B District, C; D, E."""
    if len(places) > MOST_NAMED:
        provinces = _provinces(places)
        named = _listed([province.name_en for province in provinces])
        where = named if len(provinces) <= MOST_NAMED else f"{len(provinces)} provinces"
        return f"{len(places)} places{f' in {where}' if where else ''}"
    groups: dict[str, list[str]] = {}
    for place in places:
        name, _, larger = place["title"].rpartition(", ")
        groups.setdefault(larger if name else "", []).append(name or larger)
    return "; ".join(f"{_listed(names)}{f', {larger}' if larger else ''}" for larger, names in groups.items())


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _chinese(places: Sequence[Place]) -> str:
    """Names with what they lie in said once: C市A区、B区，E省D市."""
    if len(places) > MOST_NAMED:
        provinces = _provinces(places)
        named = "、".join(province.name_zh for province in provinces)
        return f"{named if len(provinces) <= MOST_NAMED else f'{len(provinces)}个省级行政区'}{len(places)}个地区"
    groups: dict[str, list[str]] = {}
    for place in places:
        larger = "".join(division.name_zh for division in _above(place["code"]))
        groups.setdefault(larger, []).append(place.get("title_zh", place["title"]))
    return "，".join(f"{larger}{'、'.join(names)}" for larger, names in groups.items())


def _above(code: str) -> list[districts.Division]:
    """The divisions that one lies in, the largest first."""
    above = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00"))
    return [division for one in above if one != code and (division := districts.by_code(one))]


def _provinces(places: Sequence[Place]) -> list[districts.Division]:
    codes = sorted({f"{place['code'][:2]}0000" for place in places})
    return [division for code in codes if (division := districts.by_code(code))]
