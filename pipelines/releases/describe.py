"""Everything that a release says of itself, written beside its files: a document a standard, all made from one descriptor."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pipelines.releases.metadata import citation, croissant, datacite, datapackage, dcat, ro_crate, schema_org
from pipelines.releases.metadata.extent import Frames, Schemas
from pipelines.releases.metadata.readme import readme

DESCRIPTOR = "datapackage.json"
README = "README.md"
DOCUMENTS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    module.DOCUMENT: module.document for module in (dcat, croissant, schema_org, datacite, ro_crate)
}


def write(folder: Path, head: Mapping[str, Any], schemas: Schemas, frames: Frames) -> None:
    """Write the descriptor and all that is made from it into a folder that already holds the tables and texts; `head` is
    what the descriptor says before it comes to its files."""
    package = datapackage.descriptor(folder, head, schemas, frames)
    _write(folder / DESCRIPTOR, json_text(package))
    for name, document in DOCUMENTS.items():
        _write(folder / name, json_text(document(package)))
    _write(folder / citation.DOCUMENT, citation.text(package))
    _write(folder / README, readme(package, schemas, frames))


def json_text(document: Mapping[str, Any]) -> str:
    """A document as it is written: UTF-8 as it is, two spaces, one line feed at the end."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
