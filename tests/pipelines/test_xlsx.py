"""The workbook: readable for people, no text becomes a formula, and what a cell cannot hold is said."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from conftest import COLLECTION, DATE, PLANS

from carbonpeak.plans.registry import load
from pipelines.releases import building
from pipelines.releases.formats import xlsx
from pipelines.releases.metadata import datapackage
from pipelines.resources import PlanStore
from validations import tables

SCHEMAS = building.schemas()
HEAD = datapackage.head(load(PLANS).collections[COLLECTION], version="0.1.0", released=DATE)
NAMED = ["targets_named", "comparison_named", "coverage_named"]
FORMULAS = ["=1+1", "=HYPERLINK(A1)", "+1", "-1", "@SUM(1)", "\t=1", "{=1}", "=cmd|' /C calc'!A0"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = PlanStore(folder=str(PLANS)).read(COLLECTION)
    frames = {name: tables.frame(name, []) for name in SCHEMAS}
    frames |= {name: tables.frame(name, rows) for name, rows in found.tables.items()}
    path = tmp_path_factory.mktemp("xlsx") / "trial-plans.xlsx"
    xlsx.write(path, HEAD, SCHEMAS, frames)
    return path


def small(folder: Path, columns: dict[str, tuple[str, list[Any]]]) -> Path:
    """A workbook of one table with these columns: name, type, values."""
    fields = [
        {"name": name, "type": kind, "title_zh": "列", "title_en": "", "description_zh": "", "description_en": ""}
        for name, (kind, _) in columns.items()
    ]
    schema = {
        "title_zh": "表",
        "title_en": "T",
        "description_zh": "述",
        "description_en": "d",
        "primaryKey": [],
        "fields": fields,
    }
    frame = pd.DataFrame({name: pd.Series(cells, dtype=tables.DTYPES[kind]) for name, (kind, cells) in columns.items()})
    path = folder / "small.xlsx"
    xlsx.write(path, HEAD, {"t": schema}, {"t": frame})
    return path


def test_sheets_are_the_cover_the_codebook_and_the_tables(made: Path) -> None:
    assert openpyxl.load_workbook(made, read_only=True).sheetnames == ["README", "codebook", "values", *NAMED, *SCHEMAS]


def test_headers_are_readable_and_stay_in_view(made: Path) -> None:
    book = openpyxl.load_workbook(made)
    for name, schema in SCHEMAS.items():
        sheet = book[name]
        assert [cell.value for cell in sheet[1]] == [item["title_zh"] for item in schema["fields"]]
        assert [cell.value for cell in sheet[2]] == [item["name"] for item in schema["fields"]]
        assert sheet[1][0].font.bold
        assert sheet.freeze_panes == "B3"
        corner = openpyxl.utils.get_column_letter(len(schema["fields"]))
        assert sheet.auto_filter.ref == f"A2:{corner}{max(sheet.max_row, 2)}"


def test_columns_fit_their_words_within_bounds(made: Path) -> None:
    sheet = openpyxl.load_workbook(made)["tasks"]
    places = {cell.value: cell for cell in sheet[2]}
    widths = {
        name: group.width
        for name, cell in places.items()
        for group in sheet.column_dimensions.values()
        if group.min <= cell.column <= group.max
    }
    assert all(12 <= widths[name] < 61 for name in ("task_id", "title", "text"))
    assert widths["text"] > widths["task_id"]
    text = sheet.cell(3, places["text"].column)
    assert text.alignment.wrap_text and not sheet.cell(3, places["task_id"].column).alignment.wrap_text
    heights = [sheet.row_dimensions[row].height or 15 for row in range(3, sheet.max_row + 1)]
    assert 15 < max(heights) <= 60


def test_the_cover_says_what_this_is(made: Path) -> None:
    sheet = openpyxl.load_workbook(made)["README"]
    words = [cell.value for row in sheet for cell in row if cell.value]
    assert words[:2] == [HEAD["title_zh"], HEAD["title"]]
    for said in ("0.1.0", DATE, HEAD["description_zh"], HEAD["description"], HEAD["license_note"]):
        assert said in words
    links = {cell.value: cell.hyperlink.location for row in sheet for cell in row if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in ["codebook", "values", *NAMED, *SCHEMAS]}
    assert not any(str(word).startswith("容纳不下") for word in words)


def test_the_codebook_describes_every_column(made: Path) -> None:
    titles, names, *rows = openpyxl.load_workbook(made)["codebook"].iter_rows(values_only=True)
    assert titles[:3] == ("表", "列", "中文名称")
    found = {(row["table"], row["column"]): row for row in (dict(zip(names, row, strict=True)) for row in rows)}
    assert list(found) == [(name, item["name"]) for name, schema in SCHEMAS.items() for item in schema["fields"]]
    row = found["targets", "task_id"]
    assert (row["title_zh"], row["title_en"], row["type"], row["refers_to"]) == (
        "任务编号",
        "Task",
        "string",
        "tasks.task_id",
    )
    assert found["targets", "period_end"]["constraints"] == "minimum: 1949; maximum: 2100"
    assert found["targets", "period_end"]["unit"] == "year"
    assert "decrease: 下降 / down" in found["targets", "direction"]["values"].split("\n")
    assert (found["targets", "target_id"]["key"], found["targets", "scope"]["required"]) == (True, False)


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    path = small(tmp_path, {"a": ("string", [*FORMULAS, "text"])})
    cells = [row[0] for row in openpyxl.load_workbook(path)["t"].iter_rows(min_row=3)]
    assert [cell.value for cell in cells] == [*FORMULAS, "text"]
    assert {cell.data_type for cell in cells} == {"s"}
    # Quoted, so that a person who edits the cell does not make a formula of it.
    assert [bool(cell.quotePrefix) for cell in cells] == [words[0] in "=+-@\t" for words in [*FORMULAS, "text"]]
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name) and b"<f " not in parts.read(name)


def test_a_formula_would_be_seen(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    book.save(tmp_path / "formula.xlsx")
    with zipfile.ZipFile(tmp_path / "formula.xlsx") as parts:
        assert b"<f>" in parts.read("xl/worksheets/sheet1.xml")


def units(text: str) -> int:
    """The length of a text as Excel counts it."""
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("character", ["碳", "𠮷"])
def test_a_text_that_is_too_long_is_cut_with_a_mark_and_named(tmp_path: Path, character: str) -> None:
    fits = character * (32_767 // units(character))
    path = small(tmp_path, {"a": ("string", [fits, fits + 2 * character])})
    book = openpyxl.load_workbook(path)
    (whole,), (cut,) = book["t"].iter_rows(min_row=3, values_only=True)
    assert whole == fits
    assert units(cut) <= 32_767 and cut.endswith(xlsx.MARK)
    assert fits.startswith(cut.removesuffix(xlsx.MARK))
    rows = list(book["README"].iter_rows(values_only=True))
    assert [row[0] for row in rows if row[0]][-2:] == ["容纳不下的单元格 Cells that Excel could not hold", "t!A4"]
    assert f"{len(fits) + 2} characters, in full in data/" in rows[-1][1]


def test_numbers_and_days_that_excel_does_not_know_stand_as_text_and_are_named(tmp_path: Path) -> None:
    path = small(
        tmp_path,
        {"n": ("integer", [2**53, 2**53 + 1]), "d": ("date", [date(1900, 3, 1), date(1899, 12, 31)])},
    )
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book["t"][4]] == ["9007199254740993", "1899-12-31"]
    assert [cell.data_type for cell in book["t"][3]] == ["n", "d"]
    named = [row[0] for row in book["README"].iter_rows(values_only=True) if row[0]]
    assert named[-2:] == ["t!A4", "t!B4"]


def test_a_table_with_more_rows_than_a_sheet_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)
    small(tmp_path, {"a": ("integer", [1, 2])})
    with pytest.raises(ValueError, match="t has 3 rows, a sheet of Excel holds 2"):
        small(tmp_path, {"a": ("integer", [1, 2, 3])})


def test_the_bytes_depend_on_no_compression(made: Path) -> None:
    with zipfile.ZipFile(made) as parts:
        assert {item.compress_type for item in parts.infolist()} == {zipfile.ZIP_STORED}
        assert {item.date_time for item in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert openpyxl.load_workbook(made).properties.created.isoformat() == f"{DATE}T00:00:00"
