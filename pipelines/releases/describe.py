"""Everything that a release says of itself, written beside its files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carbonpeak.registry import CollectionEntry
from pipelines.releases.metadata import datapackage
from pipelines.releases.metadata.datapackage import Frames, Schemas
from pipelines.releases.metadata.readme import readme


def write(
    folder: Path, entry: CollectionEntry, schemas: Schemas, frames: Frames, *, version: str, released: str
) -> None:
    """Write the descriptor and all that is made from it into a folder that already holds the files of data/ and texts/."""
    package = datapackage.descriptor(folder, entry, schemas, frames, version=version, released=released)
    (folder / "datapackage.json").write_text(json_text(package), encoding="utf-8", newline="\n")
    (folder / "README.md").write_text(readme(package, schemas, frames), encoding="utf-8", newline="\n")


def json_text(document: Mapping[str, Any]) -> str:
    """A document as it is written: UTF-8 as it is, two spaces, one line feed at the end."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
