"""Loads `schemas/*.yaml`, the only place where a column is described, and renders plain Table Schema descriptors from it."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "schemas"

# The missing values of every table: an empty CSV cell is null, there is no empty string.
MISSING_VALUES = [""]

# The tables that tell of a release itself, how it was checked and what it changed. They are made with it.
QUALITY, CHANGES = "quality_checks", "changes"


class SchemaError(Exception):
    """A schema file is wrong or a table is unknown; the message says which file and what to do."""


@cache
def load() -> dict[str, dict[str, Any]]:
    """All schemas as written (bilingual), by table, in the order in which a reader meets them. Treat as read-only."""
    documents = []
    for path in sorted(FOLDER.glob("*.yaml")):
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        if document.get("name") != path.stem:
            raise SchemaError(
                f"{path}: its name is {document.get('name')!r}; it has to be {path.stem!r}, like the file."
            )
        documents.append(document)
    tables = {document["name"]: document for document in sorted(documents, key=lambda item: int(item["position"]))}
    for document in tables.values():
        for field in document["fields"]:
            field["values"] = _values(tables, document["name"], field)
    return tables


def _values(tables: dict[str, dict[str, Any]], table: str, field: dict[str, Any]) -> dict[str, Any]:
    """The values a field may take, with their labels; a string names the column (`table.column`) that lists them."""
    values = field.get("values", {})
    if not isinstance(values, str):
        return dict(values)
    other, _, column = values.partition(".")
    for candidate in tables.get(other, {}).get("fields", []):
        if candidate["name"] == column and isinstance(candidate["values"], dict):
            return dict(candidate["values"])
    raise SchemaError(f"{FOLDER / table}.yaml: {field['name']} takes its values from {values}, which lists none.")


def table_names() -> list[str]:
    """All tables, in the order in which a reader meets them."""
    return list(load())


def schema(table: str) -> dict[str, Any]:
    """The schema of one table as written. Raises SchemaError when there is none. Treat as read-only."""
    try:
        return load()[table]
    except KeyError:
        raise SchemaError(f"There is no table {table!r}; the tables are {', '.join(load())}.") from None


def columns(table: str) -> list[str]:
    """The column names of a table, in the published order."""
    return [field["name"] for field in schema(table)["fields"]]


def types(table: str) -> dict[str, str]:
    """The Table Schema type of each column."""
    return {field["name"]: field["type"] for field in schema(table)["fields"]}


def values(table: str, column: str) -> list[str]:
    """The values that a column may take, in the order of the schema; none where it may take any."""
    return [value for field in schema(table)["fields"] if field["name"] == column for value in field["values"]]


def primary_key(table: str) -> list[str]:
    """The columns that identify a row."""
    return list(schema(table)["primaryKey"])


def foreign_keys(table: str) -> list[tuple[list[str], str, list[str]]]:
    """Each foreign key as (own columns, other table, its columns); a table that refers to itself is named."""
    return [
        (key["fields"], key["reference"]["resource"] or table, key["reference"]["fields"])
        for key in schema(table).get("foreignKeys", [])
    ]


def searched(table: str) -> list[str]:
    """The columns whose words a reader searches, for full-text indexes; mostly none."""
    return list(schema(table).get("search", ()))


def descriptor(table: str) -> dict[str, Any]:
    """The Table Schema of one table as plain data, valid under Frictionless: titles are strings, the two languages are
    kept as `title_zh`, `title_en`, `description_zh`, `description_en`."""
    source = schema(table)
    rendered = {
        **_texts(source),
        "fields": [_field(field) for field in source["fields"]],
        "missingValues": list(MISSING_VALUES),
        "primaryKey": primary_key(table),
    }
    if source.get("foreignKeys"):
        rendered["foreignKeys"] = copy.deepcopy(source["foreignKeys"])
    return rendered


def _texts(source: dict[str, Any]) -> dict[str, str]:
    title, description = source["title"], source["description"]
    return {
        "title": f"{title['zh']} / {title['en']}",
        "title_zh": title["zh"],
        "title_en": title["en"],
        "description": f"{description['zh']} / {description['en']}",
        "description_zh": description["zh"],
        "description_en": description["en"],
    }


def _field(field: dict[str, Any]) -> dict[str, Any]:
    rendered: dict[str, Any] = {"name": field["name"], "type": field["type"], **_texts(field)}
    if "example" in field:
        rendered["example"] = field["example"]
    if "unit" in field:
        rendered["unit"] = str(field["unit"])
    constraints = constraints_of(field)
    if "|" in constraints.get("pattern", ""):
        # Frictionless puts ^ and $ around the pattern, which bind to the outer alternatives only.
        constraints["pattern"] = f"(?:{constraints['pattern']})"
    if constraints:
        rendered["constraints"] = constraints
    if field["values"]:
        rendered["categories"] = [
            {"value": value, "label": f"{label['zh']} / {label['en']}"} for value, label in field["values"].items()
        ]
    return rendered


def constraints_of(field: dict[str, Any]) -> dict[str, Any]:
    """The constraints of a field as written, with its list of values as `enum`."""
    constraints = dict(field.get("constraints", {}))
    if field["values"]:
        constraints["enum"] = list(field["values"])
    return constraints
