"""All tables of a release, written in every format that it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines.releases.formats import listing, tabular
from pipelines.releases.formats.cells import Schema
from validations import tables


def write(
    folder: Path, package: Mapping[str, Any], schemas: Mapping[str, Schema], frames: Mapping[str, pd.DataFrame]
) -> None:
    """Write the tables in all formats into an existing folder; `package` is the descriptor's head, what it says before it
    comes to its files."""
    for item in listing.of_tables():
        for name, schema in schemas.items():
            path = folder / item.file(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            _TABLE_WRITERS[item.name](path, frames[name], schema)
    for item in listing.of_packages():
        _PACKAGE_WRITERS[item.name](folder / item.file(package["name"]), package, schemas, frames)


def _parquet(path: Path, frame: pd.DataFrame, schema: Schema) -> None:
    tabular.write_parquet(path, frame, tables.arrow_schema(path.stem))


# A run that releases nothing writes none of these and need not wait for their libraries.
def _sqlite(*arguments: Any) -> None:
    from pipelines.releases.formats import sqlite

    sqlite.write(*arguments)


def _xlsx(*arguments: Any) -> None:
    from pipelines.releases.formats import xlsx

    xlsx.write(*arguments)


_TABLE_WRITERS: dict[str, Callable[[Path, pd.DataFrame, Schema], None]] = {
    "csv": tabular.write_csv,
    "jsonl": tabular.write_jsonl,
    "parquet": _parquet,
}
_PACKAGE_WRITERS: dict[str, Callable[..., None]] = {"sqlite": _sqlite, "xlsx": _xlsx}
