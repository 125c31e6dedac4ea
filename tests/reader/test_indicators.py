"""The codebook and its patterns: the hand-coded plans, the usual wordings of other plans, and what must get no id."""

import csv
import re
from pathlib import Path

import pytest

from carbonpeak import datafiles
from carbonpeak.duties.topics import TOPICS
from carbonpeak.records import Indicator
from carbonpeak.targets.indicators import codebook, match
from carbonpeak.targets.numbers import convert

GOLD = Path(__file__).parents[1] / "data" / "gold"
SHARED_BY_DISTRICTS = [
    "energy_intensity_reduction",
    "co2_intensity_reduction",
    "carbon_peak",
    "pv_capacity_added",
    "pv_roof_share_new_public_industrial",
    "pv_roof_share_new_other_public",
    "pv_roof_coverage_existing",
    "pv_full_installation",
    "building_renewable_substitution_rate",
    "ultra_low_energy_area",
    "ultra_low_energy_share_new_residential",
    "ultra_low_energy_all_new_civil",
    "retrofit_area_total",
    "retrofit_area_saving_15pct",
    "retrofit_area_saving_3pct",
    "pue_new_data_centres",
    "pue_existing_data_centres",
    "ev_share_new_private_cars",
    "ev_share_all_cars",
    "new_energy_public_fleet",
    "charging_points_added",
    "green_travel_share",
    "waste_recycling_rate",
    "park_green_coverage_500m",
    "greenway_length_added",
    "vertical_greening_added",
    "parks_added",
    "green_mall_conversion",
    "new_buildings_use_renewables",
]


def gold_rows() -> list[dict[str, str]]:
    rows = []
    for path in sorted(GOLD.glob("*/targets.csv")):
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows += list(csv.DictReader(handle))
    return rows


@pytest.mark.parametrize("row", gold_rows(), ids=lambda row: f"{row['path']} {row['indicator']}")
def test_hand_coded_rows(row: dict[str, str]) -> None:
    """Rows with an id get that id, rows without one get none."""
    unit_si = convert(1.0, row["unit"])[1] if row["unit"] else None
    assert match(row["indicator"], row["scope"] or None, row["measure"], unit_si) == (row["indicator_id"] or None)


@pytest.mark.parametrize(
    ("indicator", "scope", "measure", "unit_si", "expected"),
    [
        ("单位地区生产总值能耗", "全省", "relative_change", "%", "energy_intensity_reduction"),
        ("单位GDP能源消耗", None, "assigned", None, "energy_intensity_reduction"),
        ("单位工业增加值能耗", "规模以上企业", "relative_change", "%", "industrial_energy_intensity_reduction"),
        ("单位GDP二氧化碳排放", None, "relative_change", "%", "co2_intensity_reduction"),
        ("非化石能源占能源消费总量比重", None, "share", "%", "non_fossil_share"),
        ("非化石能源发电装机占比", None, "share", "%", "non_fossil_capacity_share"),
        ("煤炭消费比重", None, "share", "%", "coal_share"),
        ("风电、太阳能发电总装机容量", None, "level", "MW", "wind_solar_capacity"),
        ("海上风电装机容量", None, "level", "MW", "offshore_wind_capacity"),
        ("光伏发电装机容量", None, "level", "MW", "pv_capacity_total"),
        ("新增光伏装机容量", None, "increment", "MW", "pv_capacity_added"),
        ("核电装机", None, "level", "MW", "nuclear_capacity"),
        ("抽水蓄能装机容量", None, "level", "MW", "pumped_storage_capacity"),
        ("新型储能装机容量", None, "level", "MW", "new_storage_capacity"),
        ("能效标杆水平的比例", "钢铁、电解铝、水泥等行业", "share", "%", "benchmark_capacity_share"),
        ("废钢利用量", None, "level", "t", "scrap_steel_use"),
        ("短流程炼钢占比", None, "share", "%", "eaf_steel_share"),
        ("城镇新建建筑中绿色建筑面积占比", None, "share", "%", "green_building_share_new"),
        ("装配式建筑占新建建筑的比例", None, "share", "%", "prefabricated_building_share"),
        ("既有居住建筑节能改造面积", None, "increment", "m2", "retrofit_area_residential"),
        ("新增新能源、清洁能源动力的交通工具比例", None, "share", "%", "nev_sales_share"),
        ("新能源车辆占比", "公交车", "share", "%", "new_energy_bus_share"),
        ("铁路电气化率", None, "share", "%", "railway_electrification"),
        ("城市轨道交通运营里程", None, "level", "km", "urban_rail_length"),
        ("营运交通工具单位换算周转量碳排放强度", None, "relative_change", "%", "transport_co2_per_turnover_reduction"),
        ("大宗固废综合利用率", None, "share", "%", "bulk_solid_waste_rate"),
        ("农作物秸秆综合利用率", None, "share", "%", "straw_utilisation_rate"),
        ("单位GDP用水量", None, "relative_change", "%", "water_per_gdp_reduction"),
        ("森林覆盖率", "全省", "share", "%", "forest_coverage"),
        ("森林蓄积量", None, "level", "m3", "forest_stock_volume"),
        ("全社会研发经费投入强度", None, "share", "%", "rd_intensity"),
        ("石油消费达到峰值", None, "milestone", None, "oil_consumption_peak"),
        ("陆路交通运输石油消费达到峰值", None, "milestone", None, "transport_oil_peak"),
        ("碳达峰", "工业领域", "milestone", None, "industry_carbon_peak"),
        ("化学需氧量重点工程减排量", None, "increment", "t", "cod_reduction"),
    ],
)
def test_wordings_of_other_plans(
    indicator: str, scope: str | None, measure: str, unit_si: str | None, expected: str
) -> None:
    assert match(indicator, scope, measure, unit_si) == expected


@pytest.mark.parametrize(
    ("indicator", "scope", "measure", "unit_si"),
    [
        ("培育百亿企业", None, "increment", "1"),
        ("碳达峰", "有条件的中央企业", "milestone", None),
        ("碳达峰试点园区", None, "milestone", None),
        ("新增光伏装机容量", None, "increment", "1"),  # the unit says that something else is counted
        ("森林覆盖率", None, "milestone", None),  # so does the measure
        ("能耗", None, "relative_change", "%"),
        ("研究开发与试验发展经费支出占营业收入比重", "规模以上工业企业", "share", "%"),
        ("", None, "share", "%"),
        ("绿", None, "share", "%"),
    ],
)
def test_what_has_no_entry(indicator: str, scope: str | None, measure: str, unit_si: str | None) -> None:
    assert match(indicator, scope, measure, unit_si) is None


def test_white_space_changes_nothing() -> None:
    assert match("新增 光伏\n装机容量", None, "increment", "MW") == "pv_capacity_added"


def test_the_codebook_is_complete() -> None:
    entries = codebook()
    assert set(SHARED_BY_DISTRICTS) <= set(entries)
    assert len(entries) >= 150
    for entry in entries.values():
        assert entry.name_zh and entry.name_en.isascii(), entry
        assert entry.topic in TOPICS and entry.higher_is in ("better", "worse", None), entry
        assert entry.definition_zh and entry.definition_en.isascii(), entry
    for column in ("name_zh", "name_en", "definition_zh", "definition_en"):
        assert len({getattr(entry, column) for entry in entries.values()}) == len(entries), column


@pytest.mark.parametrize("entry", codebook().values(), ids=lambda entry: entry.indicator_id)
def test_a_definition_agrees_with_its_unit(entry: Indicator) -> None:
    zh, en = entry.definition_zh, entry.definition_en
    assert (
        ("不计数值" in zh)
        == ("without a number" in en)
        == (entry.unit_si is None and "PUE" not in entry.name_en and "0 to 1" not in en)
    )
    if entry.unit_si == "%":
        assert re.search("百分比|比重|增长率|利用率|数控化", zh), zh
        assert re.search("%|percentage|share|weight", en, re.IGNORECASE), en
    else:
        assert "百分比" not in zh and "%" not in en.replace("15 %", "").replace("3 %", ""), en


@pytest.mark.parametrize(
    ("entry", "higher_is"),
    [
        ("pv_capacity_added", "better"),
        ("coal_consumption", "worse"),
        ("gas_consumption", None),  # less coal, and a fossil fuel
        ("gas_share", None),
        ("power_imported", None),  # it depends on where it comes from
        ("manufacturing_share", None),
    ],
)
def test_higher_is_neither_where_neither_can_be_said(entry: str, higher_is: str | None) -> None:
    assert codebook()[entry].higher_is == higher_is


def test_every_entry_has_a_pattern_that_agrees_with_its_unit() -> None:
    patterns = datafiles.rows("indicator_patterns")
    entries = codebook()
    assert {row["indicator_id"] for row in patterns} == set(entries)
    measures = {"level", "share", "increment", "relative_change", "point_change", "milestone", "assigned"}
    for row in patterns:
        assert row["measures"] and set(row["measures"].split()) <= measures, row
        assert all(len(word) > 1 for word in row["words"].split()), row
        unit = entries[row["indicator_id"]].unit_si
        if set(row["measures"].split()) & {"share", "relative_change"} and "level" not in row["measures"]:
            assert unit == "%", row
        if row["units"]:
            assert unit in row["units"].split() or unit == "tce/10kCNY", row
