"""Changes between two Table Schemas: every kind, constraints one by one, renamed columns, and nothing that goes unseen."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from pipelines.releases.schema_changes import SchemaChange, compare, renamed
from pipelines.releases.versioning import WEIGHTS, Level
from validations import schemas, tables

FIELDS = [
    {"name": "id", "type": "string", "title": "Id", "constraints": {"required": True, "unique": True}},
    {"name": "value", "type": "number", "title": "Value", "constraints": {"minimum": 1, "maximum": 9}},
    {"name": "day", "type": "date", "title": "Day", "constraints": {"minimum": "2020-01-01"}},
    {
        "name": "word",
        "type": "string",
        "title": "Word",
        "constraints": {"enum": ["a", "b"], "pattern": "[a-z]"},
        "categories": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}],
    },
]
SCHEMA: dict[str, Any] = {
    "fields": FIELDS,
    "primaryKey": ["id"],
    "title": "Things",
    "foreignKeys": [{"fields": ["word"], "reference": {"resource": "words", "fields": ["word"]}}],
}
TIGHT, LOOSE = "constraint_tightened", "constraint_loosened"


def changes(edit, rows=({}, {})) -> list[SchemaChange]:
    new = copy.deepcopy(SCHEMA)
    edit(new)
    return list(compare(SCHEMA, new, renamed(SCHEMA, new, *rows)))


def limits(schema: dict[str, Any], column: int) -> dict[str, Any]:
    return schema["fields"][column]["constraints"]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda s: s["fields"].append({"name": "x", "type": "string"}), ("field_added", "x", None, "type: string")),
        (lambda s: s["fields"].pop(2), ("field_removed", "day", "type: date", None)),
        (lambda s: s["fields"].insert(0, s["fields"].pop()), ("field_moved", "word", "position: 4", "position: 1")),
        (lambda s: s["fields"][1].update(type="string"), ("field_retyped", "value", "type: number", "type: string")),
        (lambda s: s["fields"][1].update(unit="MW"), ("field_retyped", "value", None, "unit: MW")),
        (lambda s: s.update(missingValues=["", "-"]), ("field_retyped", None, None, 'missingValues: ["", "-"]')),
        (lambda s: limits(s, 1).update(required=True), (TIGHT, "value", None, "required: true")),
        (lambda s: limits(s, 0).pop("required"), (LOOSE, "id", "required: true", None)),
        (lambda s: limits(s, 0).update(unique=False), (LOOSE, "id", "unique: true", "unique: false")),
        (lambda s: limits(s, 1).update(minimum=2), (TIGHT, "value", "minimum: 1", "minimum: 2")),
        (lambda s: limits(s, 1).update(minimum=0), (LOOSE, "value", "minimum: 1", "minimum: 0")),
        (lambda s: limits(s, 1).update(maximum=10), (LOOSE, "value", "maximum: 9", "maximum: 10")),
        (lambda s: limits(s, 1).update(maximum=8.5), (TIGHT, "value", "maximum: 9", "maximum: 8.5")),
        (lambda s: limits(s, 1).pop("maximum"), (LOOSE, "value", "maximum: 9", None)),
        (
            lambda s: limits(s, 2).update(minimum="2021-01-01"),
            (TIGHT, "day", "minimum: 2020-01-01", "minimum: 2021-01-01"),
        ),
        (lambda s: limits(s, 2).update(maximum="2030-01-01"), (TIGHT, "day", None, "maximum: 2030-01-01")),
        (lambda s: limits(s, 3).update(pattern="[a-b]"), (TIGHT, "word", "pattern: [a-z]", "pattern: [a-b]")),
        (lambda s: limits(s, 3).pop("pattern"), (LOOSE, "word", "pattern: [a-z]", None)),
        (lambda s: limits(s, 3)["enum"].append("c"), (LOOSE, "word", None, 'enum: ["c"]')),
        (lambda s: limits(s, 3)["enum"].pop(), (TIGHT, "word", 'enum: ["b"]', None)),
        (lambda s: limits(s, 3).pop("enum"), (LOOSE, "word", 'enum: ["a", "b"]', None)),
        (lambda s: s.update(primaryKey=["id", "word"]), (TIGHT, None, "primary key: id", "primary key: id, word")),
        (lambda s: s.pop("primaryKey"), (LOOSE, None, "primary key: id", None)),
        (lambda s: s["foreignKeys"].clear(), (LOOSE, None, "foreign key: word → words word", None)),
        (lambda s: s.update(uniqueKeys=[["word"]]), (TIGHT, None, None, "unique key: word")),
        (lambda s: s.update(fieldsMatch="subset"), (TIGHT, None, None, "fieldsMatch: subset")),
        (lambda s: s.update(title="Some things"), ("title_edited", None, "title: Things", "title: Some things")),
        (lambda s: s["fields"][1].update(description="x"), ("description_edited", "value", None, "description: x")),
        (lambda s: s["fields"][1].update(example=3), ("metadata_edited", "value", None, "example: 3")),
        (
            lambda s: s["fields"][3]["categories"][0].update(label="Ah"),
            (
                "title_edited",
                "word",
                'category: {"label": "A", "value": "a"}',
                'category: {"label": "Ah", "value": "a"}',
            ),
        ),
    ],
)
def test_each_change_is_one_with_its_kind(edit, expected) -> None:
    assert changes(edit) == [SchemaChange(*expected)]
    assert expected[0] in WEIGHTS


def test_values_that_came_and_went_are_two_changes() -> None:
    found = changes(lambda s: limits(s, 3).update(enum=["b", "c"]))
    assert [(one.kind, one.old, one.new) for one in found] == [
        (TIGHT, 'enum: ["a"]', None),
        (LOOSE, None, 'enum: ["c"]'),
    ]


def test_a_foreign_key_that_leads_elsewhere_is_tighter_and_looser() -> None:
    found = changes(lambda s: s["foreignKeys"][0]["reference"].update(resource="other"))
    assert sorted(one.kind for one in found) == [LOOSE, TIGHT]


def test_values_without_an_enum_are_those_of_the_categories() -> None:
    old = {"fields": [{"name": "w", "type": "string", "categories": ["a", "b"]}]}
    new = {"fields": [{"name": "w", "type": "string", "categories": ["a"]}]}
    assert [one.kind for one in compare(old, new, {})] == [TIGHT]
    assert [one.kind for one in compare(new, old, {})] == [LOOSE]


def test_an_order_alone_is_seen() -> None:
    found = changes(lambda s: (limits(s, 3)["enum"].reverse(), s["fields"][3]["categories"].reverse()))
    assert [one.kind for one in found] == ["metadata_edited"]
    assert [one.kind for one in changes(lambda s: s["fields"][3]["categories"].reverse())] == ["metadata_edited"]


def test_a_column_that_came_in_between_moves_no_other() -> None:
    found = changes(lambda s: s["fields"].insert(1, {"name": "x", "type": "string"}))
    assert [one.kind for one in found] == ["field_added"]


def test_a_renamed_column_is_told_by_place_and_title() -> None:
    found = changes(lambda s: s["fields"][1].update(name="amount"))
    assert found == [SchemaChange("field_renamed", "amount", "name: value", "name: amount")]


def test_a_renamed_and_moved_column_is_told_by_title_and_values() -> None:
    def edit(schema):
        schema["fields"][1].update(name="amount")
        schema["fields"].append(schema["fields"].pop(1))

    old, new = ("k", "5", "2020-02-02", "a"), ("k", "2020-02-02", "a", "5")
    found = changes(edit, ({("k",): old}, {("k",): new}))
    assert {one.kind for one in found} == {"field_renamed", "field_moved"}


@pytest.mark.parametrize(
    "edit",
    [
        lambda s: s["fields"][1].update(name="amount", title="Amount"),  # the place alone, and no rows to tell by
        lambda s: s["fields"][1].update(name="amount", type="integer"),  # another type
    ],
)
def test_what_cannot_be_told_is_removed_and_added(edit) -> None:
    found = changes(edit)
    assert {one.kind for one in found} == {"field_removed", "field_added"}
    assert all(WEIGHTS[one.kind][0] is WEIGHTS["field_renamed"][0] is Level.MAJOR for one in found)


@pytest.mark.parametrize("table", tables.table_names())
def test_every_property_of_every_column_is_looked_at(table: str) -> None:
    """Whatever is edited in a real schema, some change is seen."""
    schema = tables.descriptor(table)
    for place, field in enumerate(schema["fields"]):
        for name in field:
            new = copy.deepcopy(schema)
            new["fields"][place][name] = {"constraints": {"maxLength": 5}, "categories": ["x"]}.get(name, "another")
            assert list(compare(schema, new, {})), f"{table}.{field['name']}.{name}"
    for name in schema.keys() - {"fields"}:
        new = copy.deepcopy(schema)
        del new[name]
        seen = list(compare(schema, new, {}))
        assert seen or name in ("title", "description"), f"{table}.{name}"  # said by the two languages


def test_every_kind_has_a_weight_and_a_label() -> None:
    kinds = next(item for item in schemas.schema(schemas.CHANGES)["fields"] if item["name"] == "kind")
    assert set(kinds["values"]) == set(WEIGHTS)
