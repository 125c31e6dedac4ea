"""Which formats a release has. Nothing else lists them; how each is written is in `writing.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

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
