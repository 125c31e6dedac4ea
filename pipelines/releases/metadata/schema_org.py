"""schema.org: the release as a Dataset, for search engines; RO-Crate and Croissant say the same of sources and coverage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.releases.metadata import addresses
from pipelines.releases.metadata.addresses import File, Package
from pipelines.releases.metadata.languages import chinese, paragraphs, tagged

DOCUMENT = "schema-org.jsonld"
MAIN_TABLE = "targets"  # its columns are what the dataset measures
Node = dict[str, Any]


def document(package: Package) -> Node:
    """The dataset as JSON-LD with its context inline."""
    return {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "Dataset",
        "@id": addresses.release(package),
        "name": package["title"],
        "alternateName": chinese(package["title_zh"]),
        "description": paragraphs(package["description"], package["description_zh"]),
        "url": addresses.address(package),
        "identifier": list(dict.fromkeys([addresses.identifier(package), package["version_id"]])),
        "version": package["version"],
        "exampleOfWork": {
            "@type": "CreativeWork",
            "@id": package["id"],
            "name": package["title"],
            "alternateName": chinese(package["title_zh"]),
        },
        "datePublished": addresses.released(package),
        "dateModified": addresses.released(package),
        "license": package["licenses"][0]["path"],
        "copyrightNotice": tagged(package["license_note"], package["license_note_zh"]),
        "isAccessibleForFree": True,
        "creator": [organization(name) for name in addresses.agents(package, "creator")],
        "publisher": publisher(package),
        "keywords": package["keywords"],
        "inLanguage": package["languages"],
        **coverage(package),
        "variableMeasured": _variables(package),
        "isBasedOn": [source(package, item) for item in package["sources"]],
        "distribution": [_download(package, file) for file in addresses.files(package)],
    }


def organization(name: str) -> Node:
    """A body by its name."""
    return {"@type": "Organization", "name": name}


def publisher(package: Package) -> Node:
    """Who publishes the package, and how to reach them where the package knows."""
    node = organization(addresses.agents(package, "publisher")[0])
    contact = package.get("contact", {})
    if contact:
        way = {"email": contact["email"]} if "email" in contact else {"url": contact["path"]}
        node["contactPoint"] = {"@type": "ContactPoint", "contactType": "data", **way}
    return node


def coverage(package: Package) -> Node:
    """The places and the time that the package speaks of, as schema.org writes them."""
    places = [
        {"@type": "AdministrativeArea", "name": place["title"], "identifier": place["code"], **_chinese(place)}
        for place in package.get("spatial", [package["country"]])
    ]
    node: Node = {"spatialCoverage": places}
    if "temporal" in package:
        node["temporalCoverage"] = f"{package['temporal']['start']}/{package['temporal']['end']}"
    return node


def source(package: Package, item: Mapping[str, Any]) -> Node:
    """A plan as the work that the tables were read from, marked as an official document."""
    node: Node = {
        "@type": "CreativeWork",
        "name": item["title"],
        "url": addresses.address(package, item["path"]),
        "inLanguage": "zh",
        "license": official(item),
    }
    if "issuer" in item:
        node["publisher"] = [organization(name) for name in item["issuer"].split("；")]
    if "document_number" in item:
        node["identifier"] = item["document_number"]
    if published := addresses.published(item):
        node["datePublished"] = published
    return node


def official(item: Mapping[str, Any]) -> Node:
    """What stands in place of a licence for the text of a plan."""
    return {
        "@type": "CreativeWork",
        "name": item["rights"],
        "alternateName": chinese(item["rights_zh"]),
    }


def _chinese(place: Mapping[str, Any]) -> Node:
    return {"alternateName": chinese(place["title_zh"])} if "title_zh" in place else {}


def _variables(package: Package) -> list[Node]:
    tables = {table["name"]: table for table in addresses.tables(package)}
    return [
        {
            "@type": "PropertyValue",
            "name": field["name"],
            "alternateName": tagged(field["title_en"], field["title_zh"]),
            "description": tagged(field["description_en"], field["description_zh"]),
        }
        for field in tables[MAIN_TABLE]["schema"]["fields"]
    ]


def _download(package: Package, file: File) -> Node:
    return {
        "@type": "DataDownload",
        "name": f"{file.about['title']} ({file.format})",
        "alternateName": chinese(f"{file.about['title_zh']}（{file.format}）"),
        "contentUrl": addresses.address(package, file.path),
        "encodingFormat": file.mediatype,
        "contentSize": f"{file.bytes} B",
        "sha256": file.sha256,
        "license": official(package["sources"][0]) if file.is_source else file.licence["path"],
    }
