"""What a package says of the plans that it holds: their number, places and years, as the tables have them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from conftest import PLANS, World, files_of

from pipelines.releases.metadata import holdings
from validations import tables

pytestmark = pytest.mark.usefixtures("plain_releases")

SHANGHAI = {"310105": ("长宁区", "Changning District, Shanghai"), "310106": ("静安区", "Jing'an District, Shanghai")}
SUZHOU = {"320500": ("苏州市", "Suzhou, Jiangsu")}


def frames(plans: list[dict[str, str]], years: list[int]) -> dict[str, pd.DataFrame]:
    """Plans with these cells, and a target for each of these years."""
    columns = tables.columns("plans"), tables.columns("targets")
    return {
        "plans": tables.frame("plans", [[plan.get(name) for name in columns[0]] for plan in plans]),
        "targets": tables.frame("targets", [[{"period_end": year}.get(name) for name in columns[1]] for year in years]),
    }


def plan(code: str | None, year: int, names: dict[str, tuple[str, str]] = SHANGHAI) -> dict[str, str]:
    place = {"district_code": code, "district_zh": names[code][0], "district_en": names[code][1]} if code else {}
    return {"plan_id": f"{code or '000000'}-{year}", **place}


@pytest.mark.parametrize(
    ("plans", "years", "en", "zh"),
    [
        (
            [plan("310105", 2022), plan("310106", 2023)],
            [2025, 2030],
            "It holds 2 plans of 2022 to 2023, those of Changning District and Jing'an District, Shanghai; their targets are for "
            "2025 to 2030.",
            "收录上海市长宁区、静安区2022年至2023年的2份方案，目标年份为2025年至2030年。",
        ),
        (
            [plan("320500", 2022, SUZHOU), plan("310105", 2022)],
            [2025],
            "It holds 2 plans of 2022, those of Changning District, Shanghai; Suzhou, Jiangsu; their targets are for 2025.",
            "收录上海市长宁区，江苏省苏州市2022年的2份方案，目标年份为2025年。",
        ),
        (
            [plan("310105", 2022), plan(None, 2021)],
            [],
            "It holds 2 plans of 2021 to 2022, those of Changning District, Shanghai (1 without a named place).",
            "收录上海市长宁区2021年至2022年的2份方案（其中1份未载明地区）。",
        ),
        ([plan(None, 2021)], [], "It holds 1 plan of 2021.", "收录2021年的1份方案。"),
        (
            [{"plan_id": "notice", "adopted_on": "2024-03-01"}],
            [],
            "It holds 1 plan of 2024.",
            "收录2024年的1份方案。",
        ),
        ([{"plan_id": "notice"}], [], "It holds 1 plan.", "收录1份方案。"),
    ],
)
def test_places_and_years_are_named(plans: list[dict[str, str]], years: list[int], en: str, zh: str) -> None:
    made = frames(plans, years)
    assert (holdings.english(made), holdings.chinese(made)) == (en, zh)


def test_many_places_are_counted() -> None:
    many = {f"3201{number:02}": (f"{number}区", f"{number} District, Nanjing") for number in range(1, 9)}
    made = frames([plan("310105", 2022), *(plan(code, 2022, many) for code in many)], [])
    assert holdings.english(made) == "It holds 9 plans of 2022, those of 9 places in Shanghai and Jiangsu."
    assert holdings.chinese(made) == "收录上海市、江苏省9个地区2022年的9份方案。"


def test_provinces_are_counted_where_they_are_many() -> None:
    codes = [f"{province}0000" for province in (11, 12, 13, 14, 15, 21, 22, 23, 31)]
    made = frames([plan(code, 2022, {code: (code, code)}) for code in codes], [])
    assert holdings.english(made).endswith("those of 9 places in 9 provinces.")
    assert holdings.chinese(made).startswith("收录9个省级行政区9个地区")


def test_every_document_of_a_release_says_it_in_both_languages(described: Path) -> None:
    package = json.loads((described / "datapackage.json").read_text(encoding="utf-8"))
    for name in ("holdings", "holdings_zh"):
        assert package[name.replace("holdings", "description")].endswith(package[name])
    assert "上海市黄浦区、徐汇区2022年的2份方案" in package["holdings_zh"]
    texts = {name: data.decode() for name, data in files_of(described).items() if name.endswith(DOCUMENTS)}
    assert len(texts) == 8
    for name, text in texts.items():
        words = " ".join(text.split())
        assert "those of Huangpu District and Xuhui District, Shanghai" in words, name
        assert package["holdings_zh"] in words, name


DOCUMENTS = ("datapackage.json", ".jsonld", "croissant.json", "datacite.json", "metadata.json", ".cff", "README.md")


def test_a_new_plan_is_no_edited_description(tmp_path: Path) -> None:
    """What follows from the tables is told by the tables: nobody edited anything."""
    shutil.copytree(PLANS, tmp_path / "plans")
    world = World(tmp_path)
    registry = world.plans / "plans.yaml"
    whole = registry.read_text(encoding="utf-8")
    registry.write_text(whole[: whole.index("      - plan_id: 310104")], encoding="utf-8")
    first = world.publish(world.content()).path
    registry.write_text(whole, encoding="utf-8")
    second = world.publish(world.content()).path
    assert "1 plan of 2022" in (first / "README.md").read_text(encoding="utf-8")
    assert "2 plans of 2022" in (second / "README.md").read_text(encoding="utf-8")
    changes = pd.read_csv(second / "data" / "changes.csv")
    assert len(changes) and "package" not in set(changes["table"])
