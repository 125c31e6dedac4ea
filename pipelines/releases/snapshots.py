"""What a release says, taken from its files or from the tables that are to become one, so that two can be compared."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines.releases.checksums import sha256
from pipelines.releases.formats.tabular import written_rows

Row = tuple[str, ...]
# Properties of the package as a whole that people write.
WRITTEN = (
    *("name", "title", "title_zh", "description", "description_zh", "homepage", "keywords", "contributors"),
    *("licenses", "license_note", "license_note_zh"),
)
# And what the end of one is made of from the tables.
MADE = {"description": "holdings", "description_zh": "holdings_zh"}

Schemas = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Snapshot:
    """What a release says: Table Schemas, rows (as written in CSV) by primary key, and a hash for each text.

    `about` is what people wrote of the package as a whole; `stated` what the registry states of plans, by plan and
    column, where that is known.
    """

    schemas: Schemas
    rows: Mapping[str, Mapping[Row, Row]]
    texts: Mapping[str, str]
    about: Mapping[str, Any] = field(default_factory=dict)
    stated: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def about(package: Mapping[str, Any]) -> dict[str, Any]:
    """Of a descriptor what people wrote: the rest follows from the tables, the version and the date."""
    said = {name: package[name] for name in WRITTEN if name in package}
    for name, made in MADE.items():
        if name in said and made in package:
            said[name] = said[name].removesuffix(package[made]).rstrip()
    return said


def of_release(folder: Path) -> Snapshot:
    """A released package by its own descriptor. Raises OSError or ValueError where the folder holds none."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {item["name"]: item["schema"] for item in package["resources"] if "schema" in item}
    return Snapshot(
        schemas=schemas,
        rows={name: _keyed(_read(folder / "data" / f"{name}.csv"), schema) for name, schema in schemas.items()},
        texts={path.name: sha256(path) for path in sorted((folder / "texts").glob("*.txt"))},
        about=about(package),
    )


def of_content(
    frames: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    schemas: Schemas,
    package: Mapping[str, Any],
    stated: Mapping[str, Mapping[str, str]],
) -> Snapshot:
    """What tables, texts (by document_id) and the head of a descriptor say, as the release's files would.

    A schema may have no table yet.
    """
    return Snapshot(
        schemas=schemas,
        rows={
            name: _keyed(_written(frames[name], schema), schema) for name, schema in schemas.items() if name in frames
        },
        texts={f"{name}.txt": hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(texts.items())},
        about=about(package),
        stated=stated,
    )


def listed(value: Any) -> list[str]:
    """One name, or several, or none, as a list: the forms that a Table Schema allows for the columns of a key."""
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as handle:
        yield from map(tuple, csv.reader(handle))


def _written(frame: pd.DataFrame, schema: Mapping[str, Any]) -> Iterator[Row]:
    kinds = {item["name"]: item["type"] for item in schema["fields"]}
    yield tuple(kinds)
    yield from written_rows(frame, kinds)


def _keyed(lines: Iterator[Row], schema: Mapping[str, Any]) -> dict[Row, Row]:
    """Rows by their primary key; the first line is the header."""
    header = next(lines)
    keys = listed(schema.get("primaryKey")) or list(header)
    places = [header.index(key) for key in keys]
    return {tuple(row[place] for place in places): row for row in lines}
