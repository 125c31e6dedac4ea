"""What explains the tables inside a file that holds all of them: tables as well, described in `templates/codebook.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from pipelines.releases.formats.cells import Cell, Schema

DESCRIPTION = Path(__file__).parents[1] / "templates" / "codebook.yaml"
SHOWN_ELSEWHERE = ("required", "enum")  # constraints that have a column of their own

Row = tuple[Cell, ...]


@cache
def schemas() -> dict[str, Schema]:
    """The Table Schemas of the codebook's own tables, by name."""
    return {item["name"]: _schema(item) for item in yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8"))}


def rows(
    package: Mapping[str, Any], described: Mapping[str, Schema], frames: Mapping[str, pd.DataFrame]
) -> dict[str, list[Row]]:
    """The rows of the codebook on these tables, by its table; `package` is the head of the descriptor."""
    return {
        "_package": [(name, _words(value)) for name, value in package.items()],
        "_tables": [(name, "table", len(frames[name]), *texts(schema)) for name, schema in described.items()],
        "_columns": [
            (name, *_column(name, schema, field)) for name, schema in described.items() for field in schema["fields"]
        ],
        "_values": [
            (name, field["name"], item["value"], item["label"])
            for name, schema in described.items()
            for field in schema["fields"]
            for item in field.get("categories", ())
        ],
    }


def references(table: str, schema: Schema) -> Iterator[tuple[list[str], str, list[str]]]:
    """Each foreign key of a table: its columns, the other table (itself where none is named), the columns there."""
    for key in schema.get("foreignKeys", ()):
        yield key["fields"], key["reference"]["resource"] or table, key["reference"]["fields"]


def _schema(item: Mapping[str, Any]) -> Schema:
    return {
        **item,
        **_titles(item),
        "fields": [
            {**field, **_titles(field), "constraints": {"required": field.get("required", False)}}
            for field in item["fields"]
        ],
    }


def _titles(item: Mapping[str, Any]) -> dict[str, str]:
    return {"title_zh": item["title"]["zh"], "title_en": item["title"]["en"]}


def texts(item: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Titles and descriptions, Chinese first."""
    return item["title_zh"], item["title_en"], item["description_zh"], item["description_en"]


def _column(table: str, schema: Schema, field: Mapping[str, Any]) -> Row:
    name, constraints = field["name"], field.get("constraints", {})
    targets = [f"{other}.{theirs[own.index(name)]}" for own, other, theirs in references(table, schema) if name in own]
    return (
        name,
        *texts(field),
        field["type"],
        field.get("unit"),
        name in schema["primaryKey"],
        ", ".join(targets) or None,
        bool(constraints.get("required")),
        "; ".join(f"{key}: {_words(limit)}" for key, limit in constraints.items() if key not in SHOWN_ELSEWHERE)
        or None,
        "\n".join(f"{item['value']}: {item['label']}" for item in field.get("categories", ())) or None,
        None if field.get("example") is None else str(field["example"]),
    )


def _words(value: Any) -> str:
    """A value of the descriptor as text: a list by commas, an object by its values."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        value = list(value.values())
    return ", ".join(map(_words, value)) if isinstance(value, list) else str(value)
