"""The schema files: complete, bilingual, valid under Frictionless, and about the same columns as the records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from frictionless import Schema

from carbonpeak.records import TABLES
from validations import schemas
from validations.compiler import column_checks
from validations.tables import frame

NAMES = schemas.table_names()
ROOT = Path(__file__).resolve().parents[2]
# Where people write titles and descriptions in both languages. A line break in a folded text of YAML becomes a blank.
WRITTEN = [*sorted(schemas.FOLDER.glob("*.yaml")), *sorted((ROOT / "pipelines/releases/templates").glob("*.yaml"))]
STRAY = re.compile("[，。；：、）】”] | [，。；：、（）]|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


def test_the_tables_are_those_of_the_records_and_those_about_the_release() -> None:
    assert [*TABLES, schemas.QUALITY, schemas.CHANGES] == NAMES


@pytest.mark.parametrize("table", TABLES)
def test_columns_stand_in_the_order_of_the_record(table: str) -> None:
    assert schemas.columns(table) == list(TABLES[table]._fields)


@pytest.mark.parametrize("table", NAMES)
def test_descriptor_is_valid_and_keeps_both_languages(table: str) -> None:
    descriptor = schemas.descriptor(table)
    assert Schema.validate_descriptor(descriptor).valid
    kept = Schema.from_descriptor(descriptor).to_descriptor()
    for part in (kept, *kept["fields"]):
        for key in ("title_zh", "title_en", "description_zh", "description_en"):
            assert part[key], f"{part.get('name', table)} has no {key}"
        assert re.search("[\u4e00-\u9fff]", part["title_zh"]) and re.search("[\u4e00-\u9fff]", part["description_zh"])
        assert not re.search("[\u4e00-\u9fff]", part["title_en"])


@pytest.mark.parametrize("table", NAMES)
def test_examples_meet_the_constraints_of_their_columns(table: str) -> None:
    fields = {field["name"]: field for field in schemas.schema(table)["fields"]}
    row = frame(table, [[field.get("example") for field in fields.values()]])
    for item in column_checks(table):
        if "example" in fields[item.column]:
            assert item.holds(row[item.column]).all(), f"{table}.{item.column}: the example fails {item.name}"


@pytest.mark.parametrize("table", NAMES)
def test_keys_are_required_and_refer_to_keys(table: str) -> None:
    required = {
        field["name"] for field in schemas.schema(table)["fields"] if schemas.constraints_of(field).get("required")
    }
    assert set(schemas.primary_key(table)) <= required
    for own, other, theirs in schemas.foreign_keys(table):
        assert set(own) <= set(schemas.columns(table))
        assert theirs == schemas.primary_key(other)


def texts(node: object) -> Iterator[str]:
    """Every text in a file of YAML."""
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
    yield from [node] if isinstance(node, str) else [text for part in parts for text in texts(part)]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_no_text_has_a_blank_behind_chinese_punctuation(path: Path) -> None:
    found = list(texts(yaml.safe_load(path.read_text(encoding="utf-8"))))
    assert found
    assert [text for text in found if STRAY.search(text)] == []


def test_a_stray_blank_would_be_seen() -> None:
    (folded,) = texts(yaml.safe_load("zh: >-\n  责任单位）、\n  全文查找\n"))
    assert STRAY.search(folded)


def test_words_that_are_searched_are_columns_of_text() -> None:
    searched = [(table, column) for table in NAMES for column in schemas.searched(table)]
    assert searched
    assert {schemas.types(table)[column] for table, column in searched} == {"string"}


def test_every_key_of_another_table_is_a_foreign_key() -> None:
    declared = {(table, tuple(own)) for table in NAMES for own, _, _ in schemas.foreign_keys(table)}
    keys = {schemas.primary_key(table)[0] for table in ("plans", "tasks", "organizations", "targets", "indicators")}
    for table in TABLES:
        for column in schemas.columns(table):
            if column in keys and schemas.primary_key(table) != [column]:
                assert (table, (column,)) in declared


def test_alternatives_are_bracketed_for_frictionless() -> None:
    field = {
        "name": "x",
        "type": "string",
        "title": {"zh": "甲", "en": "a"},
        "description": {"zh": "甲", "en": "a"},
        "values": {},
        "constraints": {"pattern": "a|b"},
    }
    assert schemas._field(field)["constraints"]["pattern"] == "(?:a|b)"


def test_an_unknown_table_is_named() -> None:
    with pytest.raises(schemas.SchemaError, match="no table 'nope'"):
        schemas.columns("nope")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: other\nposition: 1\nfields: []\n", "it has to be 'mine'"),
        ("name: mine\nposition: 1\nfields: [{name: a, values: no.where}]\n", "takes its values from no.where"),
    ],
)
def test_a_wrong_schema_file_is_named(text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(schemas, "FOLDER", tmp_path)
    with pytest.raises(schemas.SchemaError, match=message):
        schemas.load.__wrapped__()


def test_validations_import_nothing_else_of_the_project() -> None:
    for path in Path(schemas.__file__).parent.glob("*.py"):
        assert not re.search(
            r"^\s*(?:from|import) (?:carbonpeak|assets|pipelines)\b", path.read_text(encoding="utf-8"), re.MULTILINE
        )
