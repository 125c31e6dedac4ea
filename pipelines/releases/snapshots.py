"""What a release says, taken from its files or from the tables that are to become one, so that two can be compared."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines.releases.checksums import sha256
from pipelines.releases.formats.tabular import written_rows
from pipelines.releases.versioning import Row, Snapshot

Schemas = Mapping[str, Mapping[str, Any]]


def of_release(folder: Path) -> Snapshot:
    """A released package by its own descriptor."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {item["name"]: item["schema"] for item in package["resources"] if "schema" in item}
    return Snapshot(
        schemas=schemas,
        rows={name: _keyed(_read(folder / "data" / f"{name}.csv"), schema) for name, schema in schemas.items()},
        texts={path.name: sha256(path) for path in sorted((folder / "texts").glob("*.txt"))},
    )


def of_content(frames: Mapping[str, pd.DataFrame], texts: Mapping[str, str], schemas: Schemas) -> Snapshot:
    """What tables and texts (by document_id) say, as their release's files would; a schema may have no table yet."""
    return Snapshot(
        schemas=schemas,
        rows={
            name: _keyed(_written(frames[name], schema), schema) for name, schema in schemas.items() if name in frames
        },
        texts={f"{name}.txt": hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(texts.items())},
    )


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as handle:
        yield from map(tuple, csv.reader(handle))


def _written(frame: pd.DataFrame, schema: Mapping[str, Any]) -> Iterator[Row]:
    kinds = {item["name"]: item["type"] for item in schema["fields"]}
    yield tuple(kinds)
    yield from written_rows(frame, kinds)


def _keyed(lines: Iterator[Row], schema: Mapping[str, Any]) -> dict[Row, Row]:
    """Rows by their primary key; the first line is the header."""
    keys = schema.get("primaryKey") or [item["name"] for item in schema["fields"]]
    keys = [keys] if isinstance(keys, str) else keys
    header = next(lines)
    places = [header.index(key) for key in keys]
    return {tuple(row[place] for place in places): row for row in lines}
