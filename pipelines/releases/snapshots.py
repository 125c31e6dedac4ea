"""What a release folder says, read back from its files, so that two of them can be compared."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.releases.checksums import sha256
from pipelines.releases.versioning import Row, Snapshot


def of_release(folder: Path) -> Snapshot:
    """A released package by its own descriptor."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return of_files(folder, {item["name"]: item["schema"] for item in package["resources"] if "schema" in item})


def of_files(folder: Path, schemas: Mapping[str, Mapping[str, Any]]) -> Snapshot:
    """The tables under data/ and the texts under texts/, the tables keyed as their schemas say."""
    return Snapshot(
        schemas=schemas,
        rows={name: _rows(folder / "data" / f"{name}.csv", schema) for name, schema in schemas.items()},
        texts={path.name: sha256(path) for path in sorted((folder / "texts").glob("*.txt"))},
    )


def _rows(path: Path, schema: Mapping[str, Any]) -> dict[Row, Row]:
    keys = schema.get("primaryKey") or [item["name"] for item in schema["fields"]]
    keys = [keys] if isinstance(keys, str) else keys
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        header = next(reader)
        places = [header.index(key) for key in keys]
        return {tuple(row[place] for place in places): tuple(row) for row in reader}
