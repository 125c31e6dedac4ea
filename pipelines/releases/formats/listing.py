"""Which formats a release has, and how all of its files are written. Nothing else lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from pipelines.releases.formats import tabular
from pipelines.releases.formats.cells import Schema
from validations import tables

LIST = Path(__file__).parents[1] / "templates" / "formats.yaml"


@dataclass(frozen=True)
class Format:
    """A format: its name in the descriptor, the path of its files, its media type, its title, how to open it (en, zh), the
    address that stands for it, and whether its media type is registered."""

    name: str
    path: str
    mediatype: str
    title: str
    opens: Mapping[str, str]
    iri: str
    registered: bool = True

    @property
    def of_a_table(self) -> bool:
        """Whether a file holds one table, not all of them."""
        return "{table}" in self.path

    def file(self, name: str) -> str:
        """The path of the file of a table, or of a package, relative to the release."""
        return self.path.format(table=name, package=name)


@cache
def formats() -> tuple[Format, ...]:
    """All formats; the first is that of the resources."""
    return tuple(Format(**item) for item in yaml.safe_load(LIST.read_text(encoding="utf-8")))


def of_tables() -> list[Format]:
    """The formats with a file for each table; the first is that of the resources."""
    return [item for item in formats() if item.of_a_table]


def of_packages() -> list[Format]:
    """The formats with one file for all tables."""
    return [item for item in formats() if not item.of_a_table]


def write(
    folder: Path, package: Mapping[str, Any], schemas: Mapping[str, Schema], frames: Mapping[str, pd.DataFrame]
) -> None:
    """Write the tables in all formats into an existing folder; `package` is the descriptor's head, what it says before it
    comes to its files."""
    for item in of_tables():
        for name, schema in schemas.items():
            path = folder / item.file(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            _TABLE_WRITERS[item.name](path, frames[name], schema)
    for item in of_packages():
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
