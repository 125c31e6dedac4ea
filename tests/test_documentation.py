"""The documentation says what is there: every table, column, value, command, option and data file, and its examples hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import own_plans
import pytest
import typer
import yaml

from carbonpeak import errors, records
from carbonpeak.extraction.extract import HELP
from carbonpeak.plans import registry
from carbonpeak.plans.corrections import COLUMNS, HEADER, load
from pipelines import commands
from validations import schemas

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = r"(?:^ {4}|`)(?:\.venv/bin/)?carbonpeak ([a-z]+(?:-[a-z]+)*)"  # in an indented line or between back quotes
EXAMPLES = ("targets", "responsibilities", "discrepancies")  # the tables of which the documentation shows rows


def words(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def chapter(page: str, heading: str) -> str:
    """The text under a heading, up to the next heading of its level or above."""
    found = re.search(rf"^(#+) {re.escape(heading)}$", page, re.MULTILINE)
    assert found, f"there is no heading “{heading}”"
    rest = page[found.end() :]
    following = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: following.start()] if following else rest


def fields() -> list[tuple[str, dict[str, Any]]]:
    return [(table, field) for table, schema in schemas.load().items() for field in schema["fields"]]


def test_the_data_dictionary_holds_every_table_and_column() -> None:
    page = words("docs/data-dictionary.md")
    missing = [
        f"{table}.{field['name']}" for table, field in fields() if f"`{field['name']}`" not in chapter(page, table)
    ]
    assert len(fields()) > 100
    assert not missing


def test_the_data_model_explains_every_table_column_and_value() -> None:
    page = words("docs/data-model.md")
    missing = []
    for table, field in fields():
        text = chapter(page, table)
        names = [field["name"], *field["values"]]
        missing += [f"{table}: {name}" for name in names if f"`{name}`" not in text]
    assert not missing


def options() -> dict[str, set[str]]:
    """Every command with the options that it takes, `--help` left out."""
    group = typer.main.get_command(commands.app)
    found = {
        name: {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
        for name, command in group.commands.items()
    }
    found["extract"] = set(re.findall(r"--[a-z-]+", HELP))
    return {name: taken - {"--help"} for name, taken in found.items()}


@pytest.mark.parametrize("command", sorted(options()))
def test_every_command_and_option_is_described(command: str) -> None:
    text = chapter(words("docs/running.md"), f"carbonpeak {command}")
    assert set(re.findall(r"`(--[a-z-]+)", text)) == options()[command]


def test_no_command_is_described_that_does_not_exist() -> None:
    named = {one for page in PAGES for one in re.findall(COMMAND, page.read_text(encoding="utf-8"), re.MULTILINE)}
    assert named
    assert named <= options().keys()


def test_every_make_target_is_described() -> None:
    targets = re.search(r"^\.PHONY: (.+)$", words("Makefile"), re.MULTILINE)
    assert targets
    text = words("docs/running.md")
    assert not [name for name in targets[1].split() if f"`make {name}`" not in text]


def test_every_kind_of_bad_input_is_described() -> None:
    kinds = [
        name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.PlanError)
    ]
    text = chapter(words("docs/running.md"), "Bad input")
    assert len(kinds) > 5
    assert not [name for name in kinds if name != "PlanError" and f"`{name}`" not in text]


def test_every_stage_and_every_data_file_is_described() -> None:
    reader = words("docs/reader.md")
    data = words("carbonpeak/data/README.md") + reader
    folder = ROOT / "carbonpeak"
    files = [path.name for path in (folder / "data").iterdir() if path.suffix in (".csv", ".yaml", ".json")]
    assert files
    assert not [name for name in files if not re.search(rf"\b{re.escape(name)}", data)]
    assert not [name for name in re.findall(r"`data/([a-z_]+\.[a-z]+)`", reader) if name not in files]
    assert not [name for name in re.findall(r"`([a-z_/]+\.py)`", reader) if not (folder / name).is_file()]


def test_the_columns_of_a_correction_are_described() -> None:
    text = words("CONTRIBUTING.md")
    assert not [name for name in HEADER if f"`{name}`" not in text]
    table = chapter(words("docs/data-model.md"), "Corrections by people")
    assert not [
        f"{name}: {column}" for name, columns in COLUMNS.items() for column in columns if f"`{column}`" not in table
    ]


def test_the_correction_that_is_shown_can_be_applied(tmp_path: Path) -> None:
    shown = re.search(rf"^    ({','.join(HEADER)}\n    .+)$", words("CONTRIBUTING.md"), re.MULTILINE)
    assert shown
    (tmp_path / "corrections.csv").write_text(shown[1].replace("\n    ", "\n"), encoding="utf-8")
    corrections = load(tmp_path)
    assert not corrections.faults
    ((correction,),) = corrections.by_plan.values()
    (row,) = [
        row for row in tables()[correction.table] if row.plan_id == correction.plan_id and row.path == correction.key
    ]
    assert as_cell(getattr(row, correction.column)) == correction.expects


def tables() -> dict[str, list[Any]]:
    """The tables of the plans that the documentation speaks of."""
    return own_plans.read().tables


def examples(page: Path) -> list[tuple[str, dict[str, str]]]:
    """The rows of those tables of a page that show records: the record's table and its cells by column."""
    found: list[tuple[str, dict[str, str]]] = []
    head: list[str] = []
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if not cells or set("".join(cells)) <= set("-: "):
            head = head if cells else []
        elif not head:
            head = [cell.strip("`") for cell in cells]
        elif {"plan_id", "task_id"} & set(head):
            (table,) = (name for name in EXAMPLES if set(head) <= set(records.TABLES[name]._fields))  # type: ignore[attr-defined]
            found.append((table, dict(zip(head, cells, strict=True))))
    return found


def as_cell(value: object) -> str:
    return "" if value is None else f"{value:.12g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_example_row_is_a_row_of_the_tables(page: Path) -> None:
    wrong = [
        (table, cells)
        for table, cells in examples(page)
        if not any(all(as_cell(getattr(row, name)) == cell for name, cell in cells.items()) for row in tables()[table])
    ]
    assert not wrong


def test_there_are_example_rows() -> None:
    assert len(examples(ROOT / "README.md")) >= 4
    assert {table for table, _ in examples(ROOT / "docs" / "reader.md")} == set(EXAMPLES)


def test_the_ids_that_are_shown_are_ids_of_rows() -> None:
    shown = re.findall(r"`([0-9a-f]{12})`", chapter(words("docs/data-model.md"), "Identifiers"))
    known = {row[0] for name in ("targets", "discrepancies", "unread") for row in tables()[name]}
    assert len(shown) == 2 and set(shown) <= known


def test_the_readme_counts_what_is_there() -> None:
    counted = re.findall(r"(\d[\d,]*) rows in `([a-z_]+)`", words("README.md"))
    assert counted
    assert {table: int(number.replace(",", "")) for number, table in counted} == {
        table: len(tables()[table]) for _, table in counted
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_the_registry_entry_that_is_shown_is_one(tmp_path: Path) -> None:
    shown = re.search(r"```yaml\n(.*?)```", words("docs/adding-plans.md"), re.DOTALL)
    assert shown
    entry = yaml.safe_load(shown[1])
    for plan in next(iter(entry["collections"].values()))["plans"]:
        for rendition in plan["renditions"]:
            (tmp_path / rendition["path"]).write_text("x", encoding="utf-8")
    (tmp_path / "plans.yaml").write_text(shown[1], encoding="utf-8")
    known = registry.load(tmp_path)
    assert known.files
    assert not known.problems
