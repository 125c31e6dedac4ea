"""The Data Package descriptor, from the schemas and the tables. All other metadata is made from it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from carbonpeak.plans.registry import CollectionEntry
from pipelines.releases.checksums import sha256
from pipelines.releases.formats import listing
from pipelines.releases.metadata import extent, holdings
from pipelines.releases.metadata.extent import Frames, Schemas
from validations.fingerprint import fingerprint

TEMPLATES = Path(__file__).parents[1] / "templates"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# The same package has the same id in every version, and the same version the same id, wherever it is made.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://datapackage.org/carbonpeak")

Descriptor = dict[str, Any]


def head(entry: CollectionEntry, *, version: str, released: str, previous: str | None = None) -> Descriptor:
    """What the descriptor says of the package before it comes to its tables; `released` is a date, YYYY-MM-DD, `previous` the
    version before this one."""
    about = _about()
    said: dict[str, Any] = {
        "$schema": PROFILE,
        "name": entry.package,
        "id": _identifier(entry.package),
        "version_id": _identifier(f"{entry.package}/{version}"),
        "doi": entry.doi,
        "title": entry.title_en,
        "title_zh": entry.title_zh,
        "description": about["description"]["en"],
        "description_zh": about["description"]["zh"],
        "version": version,
        "previous_version": previous,
        "previous_version_id": _identifier(f"{entry.package}/{previous}") if previous else None,
        "created": f"{released}T00:00:00Z",
        "homepage": entry.base_url,
        "url": f"{entry.base_url}{version}/" if entry.base_url else None,
        "contact": _contact(entry.contact),
        "licenses": about["licenses"],
        "license_note": about["license_note"]["en"],
        "license_note_zh": about["license_note"]["zh"],
        "contributors": about["contributors"],
        "keywords": [*about["keywords"]["en"], *about["keywords"]["zh"]],
        "keywords_zh": about["keywords"]["zh"],
        "languages": about["languages"],
        "themes": about["themes"],
        "country": about["country"],
    }
    return _known(said)


def with_holdings(head: Mapping[str, Any], frames: Frames) -> Descriptor:
    """The head with a description that also says which plans the package holds. What is said of them stands by itself as
    well (`holdings`), so that it can be told from what people wrote."""
    holds, holds_zh = holdings.english(frames), holdings.chinese(frames)
    return {
        **head,
        "description": f"{head['description']} {holds}",
        "description_zh": f"{head['description_zh']}{holds_zh}",
        "holdings": holds,
        "holdings_zh": holds_zh,
    }


def descriptor(folder: Path, head: Mapping[str, Any], schemas: Schemas, frames: Frames) -> Descriptor:
    """The Data Package (version 2) of the folder, as plain values; `head` is what it says before it comes to its files."""
    sources = _sources(frames)
    behind = extent.plans_behind(schemas, frames)
    resources = [
        *(
            _table(folder, name, schema, len(frames[name]), [s for s in sources if s["plan_id"] in behind[name]])
            for name, schema in schemas.items()
        ),
        *_texts(folder, frames["documents"], sources),
    ]
    said: dict[str, Any] = {
        **head,
        "fingerprint": fingerprint({item["path"]: item["hash"].removeprefix("sha256:") for item in resources}),
        "spatial": extent.spatial(frames["plans"]),
        "temporal": extent.temporal(frames["plans"], frames["targets"]),
        "sources": sources,
        # All tables in one file. As resources they would be the same content once more.
        "composites": [{"title": item.title, **_file(folder, item, head["name"])} for item in listing.of_packages()],
        "resources": resources,
    }
    return _known(said)


def _known(said: Mapping[str, Any]) -> Descriptor:
    return {key: value for key, value in said.items() if value not in (None, [])}


@cache
def _about() -> dict[str, Any]:
    about: dict[str, Any] = yaml.safe_load((TEMPLATES / "package.yaml").read_text(encoding="utf-8"))
    return about


def _identifier(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, name)}"


def _contact(contact: str | None) -> dict[str, str] | None:
    if contact is None:
        return None
    return {"path": contact} if contact.startswith("http") else {"email": contact}


def _sources(frames: Frames) -> list[dict[str, Any]]:
    documents = frames["documents"]
    canonical = documents[documents["is_canonical"]].set_index("plan_id")["document_id"]
    rights = _about()["source_rights"]
    sources = []
    for plan in frames["plans"].to_dict("records"):
        source = {
            "title": plan["plan_id"] if pd.isna(plan["title"]) else plan["title"],
            "path": f"texts/{canonical[plan['plan_id']]}.txt",
            "issuer": plan["issuer"],
            "document_number": plan["document_number"],
            **{name: str(plan[name]) for name in extent.DATES if not pd.isna(plan[name])},
            "plan_id": plan["plan_id"],
            "rights": rights["en"],
            "rights_zh": rights["zh"],
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
        **_named(sources),
        "schema": schema,
    }


def _texts(folder: Path, documents: pd.DataFrame, sources: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The texts that the offsets of the tables point into. Names of resources are ASCII, so they are numbered."""
    rights = _about()["source_rights"]
    for number, document in enumerate(documents.to_dict("records"), start=1):
        plan = document["plan_id"]
        yield {
            "name": f"text-{number}",
            "title": f"Text of plan {plan}, {document['rendition']}",
            "title_zh": f"方案文本 {plan}（{document['rendition']}）",
            "description": f"The words of plan {plan} as received; offsets into them count Unicode code points.",
            "description_zh": f"方案 {plan} 的原文，按收录时的原样；各表中的位置按 Unicode 码点计。",
            **_stated(folder, f"texts/{document['document_id']}.txt", "txt", "text/plain"),
            "encoding": "utf-8",
            "licenses": [{"name": rights["name"], "title": rights["en"], "title_zh": rights["zh"]}],
            **_named([source for source in sources if source["plan_id"] == plan]),
        }


def _named(sources: list[dict[str, Any]]) -> dict[str, Any]:
    """The sources of one resource, in short: the whole of what is known of each stands with the package."""
    short = [{key: source[key] for key in ("title", "path", "plan_id")} for source in sources]
    return {"sources": short} if short else {}


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
