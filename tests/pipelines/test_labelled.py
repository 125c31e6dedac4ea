"""The sheets with names in place of codes: row by row what the tables hold, no name for two codes, and every code named."""

from __future__ import annotations

from typing import Any

import openpyxl
import own_plans
import pandas as pd
import pytest

from pipelines.releases import building
from pipelines.releases.formats import cells, labelled, xlsx
from pipelines.releases.metadata import datapackage
from validations import tables

SCHEMAS = building.schemas()
SHOWN = labelled.layout()["tables"]


@pytest.fixture(scope="module")
def frames() -> dict[str, pd.DataFrame]:
    found = own_plans.read().tables
    return {name: tables.frame(name, found.get(name, [])) for name in SCHEMAS}


@pytest.fixture(scope="module")
def book(frames: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("named") / "named.xlsx"
    head = datapackage.head(own_plans.entry(), version="0.1.0", released="2022-12-31")
    xlsx.write(path, head, SCHEMAS, frames)
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("table", SHOWN)
def test_a_name_stands_where_the_table_has_its_code_and_nowhere_else(table: str, book: Any, frames: Any) -> None:
    kinds = {name: kind for name, kind in cells.kinds(SCHEMAS[table]).items() if name in SHOWN[table]}
    columns = [list(column) for column in zip(*cells.rows(frames[table], kinds), strict=True)]
    titles, _, *rows = book[f"{table}_named"].iter_rows(values_only=True)
    assert len(rows) == len(frames[table]) > 50 and len(titles) == len(SHOWN[table])
    shown = dict(zip(SHOWN[table], map(list, zip(*rows, strict=True)), strict=True))
    for name, codes in zip(kinds, columns, strict=True):
        pairs = set(zip(codes, shown[name], strict=True))
        assert (None, None) in pairs or None not in codes
        # A name leads back to its code, and a code has one name: nothing is lost.
        assert len(pairs) == len({code for code, _ in pairs}) == len({words for _, words in pairs}), name


@pytest.mark.parametrize("table", SHOWN)
def test_every_code_is_named_in_both_languages(table: str, book: Any) -> None:
    for row in book[f"{table}_named"].iter_rows(values_only=True):
        cell = dict(zip(SHOWN[table], row, strict=True))
        for name in (
            "plan_id",
            "indicator_id",
            "measure",
            "direction",
            "comparator",
            "modality",
            "state",
            "not_comparable",
        ):
            if (words := cell.get(name)) and row[0] not in ("Plan", "Indicator", "方案", "指标"):
                assert " / " in words and any("一" <= sign <= "鿿" for sign in words), words


def test_a_row_reads_without_another_sheet(book: Any) -> None:
    rows = [
        row for row in book["coverage_named"].iter_rows(values_only=True) if str(row[0]).startswith("新增光伏装机容量")
    ]
    assert ("新增光伏装机容量 / Photovoltaic capacity added", "长宁区 / Changning District, Shanghai") in [
        row[:2] for row in rows
    ]
    assert {row[2] for row in rows} == {"有目标，有数值 / a target with a number"}


def test_what_has_no_name_or_shares_one_has_its_id(frames: dict[str, pd.DataFrame]) -> None:
    plans = frames["plans"].assign(district_zh=["甲区", "甲区", None, "乙区"], district_en=None)
    made = {item.name: item for item in labelled.labelled(SCHEMAS, {**frames, "plans": plans})}
    assert {row[1] for row in made["coverage_named"].rows} == {
        "甲区 (310105-2022)",
        "甲区 (310106-2022)",
        "310110-2022",
        "乙区",
    }


def test_the_words_of_a_list_are_those_that_the_column_may_hold() -> None:
    for column, words in labelled.layout()["words"].items():
        table, name = column.split(".")
        (field,) = [item for item in SCHEMAS[table]["fields"] if item["name"] == name]
        assert all(word in field["constraints"]["pattern"] and word in field["description_zh"] for word in words)


def test_coded_values_have_a_sheet(book: Any) -> None:
    _, _, *rows = book["values"].iter_rows(values_only=True)
    assert ("targets", "measure", "relative_change", "相对基年的变化率 / a change against a base year, in %") in rows
    assert len(rows) == sum(len(item.get("categories", [])) for schema in SCHEMAS.values() for item in schema["fields"])
