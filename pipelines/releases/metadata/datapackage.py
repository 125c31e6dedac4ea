"""The Data Package descriptor, from the schemas and the tables. All other metadata is made from it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from carbonpeak.registry import CollectionEntry
from pipelines.releases.checksums import sha256
from pipelines.releases.formats import listing

TEMPLATES = Path(__file__).parents[1] / "templates"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# The same package has the same id in every version, wherever it is made.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://datapackage.org/carbonpeak")

Schemas = Mapping[str, Mapping[str, Any]]
Frames = Mapping[str, pd.DataFrame]


def head(entry: CollectionEntry, *, version: str, released: str) -> dict[str, Any]:
    """What the descriptor says of the package before it comes to its files; `released` is a date, YYYY-MM-DD."""
    about = _about()
    return {
        "$schema": PROFILE,
        "name": entry.package,
        "id": f"urn:uuid:{uuid.uuid5(NAMESPACE, entry.package)}",
        "title": entry.title_en,
        "title_zh": entry.title_zh,
        "description": about["description"]["en"],
        "description_zh": about["description"]["zh"],
        "version": version,
        "created": f"{released}T00:00:00Z",
        "licenses": about["licenses"],
        "license_note": about["license_note"]["en"],
        "license_note_zh": about["license_note"]["zh"],
        "contributors": about["contributors"],
        "keywords": about["keywords"],
    }


def descriptor(
    folder: Path, entry: CollectionEntry, schemas: Schemas, frames: Frames, *, version: str, released: str
) -> dict[str, Any]:
    """The Data Package (version 2) of the folder, as plain values; `released` is a date, YYYY-MM-DD."""
    sources = _sources(frames)
    return {
        **head(entry, version=version, released=released),
        "sources": sources,
        # All tables in one file. As resources they would be the same content once more.
        "composites": [{"title": item.title, **_file(folder, item, entry.package)} for item in listing.of_packages()],
        "resources": [
            *(_table(folder, name, schema, len(frames[name]), sources) for name, schema in schemas.items()),
            *_texts(folder, frames["documents"]),
        ],
    }


@cache
def _about() -> dict[str, Any]:
    about: dict[str, Any] = yaml.safe_load((TEMPLATES / "package.yaml").read_text(encoding="utf-8"))
    return about


def _sources(frames: Frames) -> list[dict[str, Any]]:
    documents = frames["documents"]
    canonical = documents[documents["is_canonical"]].set_index("plan_id")["document_id"]
    sources = []
    for plan in frames["plans"].to_dict("records"):
        source = {
            "title": plan["plan_id"] if pd.isna(plan["title"]) else plan["title"],
            "path": f"texts/{canonical[plan['plan_id']]}.txt",
            "issuer": plan["issuer"],
            "document_number": plan["document_number"],
            "plan_id": plan["plan_id"],
        }
        sources.append({key: value for key, value in source.items() if not pd.isna(value)})
    return sources


def _table(
    folder: Path, name: str, schema: Mapping[str, Any], rows: int, sources: list[dict[str, Any]]
) -> dict[str, Any]:
    first, *others = listing.of_tables()
    return {
        "name": name,
        "type": "table",
        "title": schema["title_en"],
        "title_zh": schema["title_zh"],
        "description": schema["description_en"],
        "description_zh": schema["description_zh"],
        **_file(folder, first, name),
        "encoding": "utf-8",
        "rows": rows,
        # The same rows in other formats. A resource of its own would be a second table of the same content.
        "alternatives": [{"title": item.title, **_file(folder, item, name)} for item in others],
        "sources": sources,
        "schema": schema,
    }


def _texts(folder: Path, documents: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The texts that the offsets of the tables point into. Names of resources are ASCII, so they are numbered."""
    for number, document in enumerate(documents.to_dict("records"), start=1):
        yield {
            "name": f"text-{number}",
            "title": f"Text of plan {document['plan_id']}, {document['rendition']}",
            "title_zh": f"方案文本 {document['plan_id']}",
            **_stated(folder, f"texts/{document['document_id']}.txt", "txt", "text/plain"),
            "encoding": "utf-8",
        }


def _file(folder: Path, item: listing.Format, name: str) -> dict[str, Any]:
    return _stated(folder, item.file(name), item.name, item.mediatype)


def _stated(folder: Path, path: str, kind: str, mediatype: str) -> dict[str, Any]:
    file = folder / path
    return {
        "path": path,
        "format": kind,
        "mediatype": mediatype,
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256(file)}",
    }
