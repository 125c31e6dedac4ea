"""DataCite 4: what a repository needs to register the release, and what reference managers read of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.releases.metadata import addresses
from pipelines.releases.metadata.addresses import Package
from pipelines.releases.metadata.languages import line

DOCUMENT = "datacite.json"
SCHEMA = "http://datacite.org/schema/kernel-4"
Node = dict[str, Any]


def document(package: Package) -> Node:
    """The record as DataCite's JSON. Without a DOI the identifier is the id of the version."""
    identifier = (
        {"identifier": package["doi"], "identifierType": "DOI"}
        if "doi" in package
        else {"identifier": package["version_id"], "identifierType": "URN"}
    )
    released = addresses.released(package)
    files = list(addresses.files(package))
    node: Node = {
        "schemaVersion": SCHEMA,
        "identifiers": [identifier],
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data package"},
        "creators": [{"name": name, "nameType": "Organizational"} for name in addresses.agents(package, "creator")],
        "titles": [
            {"title": package["title"], "lang": "en"},
            {"title": package["title_zh"], "titleType": "TranslatedTitle", "lang": "zh"},
        ],
        "publisher": {"name": addresses.agents(package, "publisher")[0]},
        "publicationYear": released[:4],
        "version": package["version"],
        "language": package["languages"][0],
        "subjects": [
            {"subject": word, "lang": "zh" if word in package["keywords_zh"] else "en"} for word in package["keywords"]
        ],
        "dates": [{"date": released, "dateType": "Issued"}, *_coverage(package)],
        "descriptions": [
            {"description": package["description"], "descriptionType": "Abstract", "lang": "en"},
            {"description": package["description_zh"], "descriptionType": "Abstract", "lang": "zh"},
            *_news(package.get("version_notes", []), "en"),
            *_news(package.get("version_notes_zh", []), "zh"),
        ],
        "rightsList": _rights(package),
        "geoLocations": [{"geoLocationPlace": _place(place)} for place in package.get("spatial", [package["country"]])],
        "formats": sorted({file.mediatype for file in files}),
        "sizes": [f"{len(files)} files", f"{sum(file.bytes for file in files)} bytes"],
        "alternateIdentifiers": [
            {"alternateIdentifier": package["version_id"], "alternateIdentifierType": "URN"},
            {
                "alternateIdentifier": package["fingerprint"],
                "alternateIdentifierType": "Fingerprint of the tables and texts",
            },
        ],
        "relatedIdentifiers": [
            _version(package["id"], "IsVersionOf"),
            *(_version(package[key], "IsNewVersionOf") for key in ["previous_version_id"] if key in package),
        ],
        "relatedItems": [_related(source) for source in package["sources"]],
    }
    if "url" in package:
        node["url"] = package["url"]
    return node


def _news(notes: list[str], language: str) -> list[Node]:
    return [{"description": note, "descriptionType": "TechnicalInfo", "lang": language} for note in notes]


def _place(place: Mapping[str, Any]) -> str:
    """The standard takes one name of a place and no language of it."""
    return line(place["title"], place["title_zh"]) if "title_zh" in place else str(place["title"])


def _version(identifier: str, relation: str) -> Node:
    return {
        "relatedIdentifier": identifier,
        "relatedIdentifierType": "URN",
        "relationType": relation,
        "resourceTypeGeneral": "Dataset",
    }


def _coverage(package: Package) -> list[Node]:
    if "temporal" not in package:
        return []
    period = package["temporal"]
    return [{"date": f"{period['start']}/{period['end']}", "dateType": "Coverage"}]


def _rights(package: Package) -> list[Node]:
    """Our licence, and what the plan texts stand under."""
    licence, source = package["licenses"][0], package["sources"][0]
    return [
        {
            "rights": licence["title"],
            "rightsUri": licence["path"],
            "rightsIdentifier": licence["name"].lower(),
            "rightsIdentifierScheme": "SPDX",
            "schemeUri": "https://spdx.org/licenses/",
            "lang": "en",
        },
        {"rights": licence["title_zh"], "rightsUri": licence["path"], "lang": "zh"},
        {"rights": f"Plan texts: {source['rights']}", "lang": "en"},
        {"rights": f"方案原文：{source['rights_zh']}", "lang": "zh"},
    ]


def _related(source: Mapping[str, Any]) -> Node:
    """A plan as the work that the data was read from."""
    node: Node = {
        "relatedItemType": "Text",
        "relationType": "IsDerivedFrom",
        "titles": [{"title": source["title"], "lang": "zh"}],
    }
    if "issuer" in source:
        node["publisher"] = source["issuer"]
    if "document_number" in source:
        node |= {"number": source["document_number"], "numberType": "Other"}
    if published := addresses.published(source):
        node["publicationYear"] = published[:4]
    return node
