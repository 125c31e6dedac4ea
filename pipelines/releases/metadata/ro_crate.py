"""RO-Crate 1.2: the release as a package of files with their sizes, hashes and licences, for archives and workflow tools."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from pipelines.releases.metadata import addresses, schema_org
from pipelines.releases.metadata.addresses import File, Package
from pipelines.releases.metadata.languages import paragraphs

DOCUMENT = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/crate/1.2"
Node = dict[str, Any]

# The standard wants its own context by address, and it holds no term for a hash or for an earlier version.
CONTEXT = [
    f"{PROFILE}/context",
    {"sha256": "http://schema.org/sha256", "previousVersion": "http://purl.org/pav/previousVersion"},
]
OFFICIAL = "#official-document"
PERIOD = "temporalCoverage"
_OF_A_PLAN = {"headline": "title", "creditText": "issuer", "identifier": "document_number"}
# The files of a release that speak of the others: name → what it is, in English and Chinese, and its media type.
DOCUMENTS = {
    "README.md": ("README", "说明", "text/markdown"),
    "datapackage.json": ("Data Package descriptor", "Data Package 描述文件", "application/json"),
    "dcat.jsonld": ("DCAT-AP catalogue", "DCAT-AP 目录", "application/ld+json"),
    "croissant.json": ("Croissant description", "Croissant 描述文件", "application/ld+json"),
    "schema-org.jsonld": ("schema.org Dataset", "schema.org 数据集描述", "application/ld+json"),
    "CITATION.cff": ("Citation File Format", "引用信息", "application/yaml"),
    "datacite.json": ("DataCite record", "DataCite 记录", "application/json"),
    "SHA256SUMS": ("Checksums of all other files", "其他所有文件的校验值", "text/plain"),
}


def document(package: Package) -> Node:
    """The crate: a flat list of entities. Paths stay relative, for a crate lies beside its files wherever it is."""
    files = list(addresses.files(package))
    creators = addresses.agents(package, "creator")
    people = list(dict.fromkeys([*creators, *addresses.agents(package, "publisher")]))
    licence = package["licenses"][0]
    root: Node = {
        "@id": "./",
        "@type": "Dataset",
        "name": package["title"],
        "alternateName": package["title_zh"],
        "description": paragraphs(package["description"], package["description_zh"]),
        "datePublished": addresses.released(package),
        "version": package["version"],
        "identifier": addresses.identifier(package),
        "license": {"@id": licence["path"]},
        "creator": [{"@id": f"#{name}"} for name in creators],
        "publisher": {"@id": f"#{addresses.agents(package, 'publisher')[0]}"},
        "keywords": package["keywords"],
        "inLanguage": package["languages"],
        "spatialCoverage": [{"@id": entity["@id"]} for entity in _places(package)],
    }
    if "temporal" in package:
        root[PERIOD] = schema_org.coverage(package)[PERIOD]
    if "url" in package:
        root["url"] = package["url"]
    if before := addresses.previous(package):
        root["previousVersion"] = {"@id": before}
    root["hasPart"] = [{"@id": quote(file.path)} for file in files] + [{"@id": name} for name in DOCUMENTS]
    return {
        "@context": CONTEXT,
        "@graph": [
            {
                "@id": DOCUMENT,
                "@type": "CreativeWork",
                "about": {"@id": "./"},
                "conformsTo": {"@id": PROFILE},
                "license": {"@id": licence["path"]},
            },
            root,
            *(_file(package, file) for file in files),
            *(
                {"@id": name, "@type": "File", "name": title, "alternateName": title_zh, "encodingFormat": mediatype}
                for name, (title, title_zh, mediatype) in DOCUMENTS.items()
            ),
            *(_organization(package, name) for name in people),
            *_contact(package),
            *_places(package),
            {
                "@id": licence["path"],
                "@type": "CreativeWork",
                "name": licence["title"],
                "alternateName": licence["title_zh"],
                "identifier": licence["name"],
            },
            _official(package),
            *_previous(package),
        ],
    }


def _file(package: Package, file: File) -> Node:
    node: Node = {
        "@id": quote(file.path),
        "@type": "File",
        "name": f"{file.about['title']} ({file.format})",
        "alternateName": f"{file.about['title_zh']}（{file.format}）",
        "description": paragraphs(file.about["description"], file.about["description_zh"]),
        "encodingFormat": file.mediatype,
        "contentSize": str(file.bytes),
        "sha256": file.sha256,
        "license": {"@id": OFFICIAL if file.is_source else file.licence["path"]},
    }
    behind = [source for source in file.about.get("sources", []) if not file.is_source]
    if behind:
        node["isBasedOn"] = [{"@id": quote(source["path"])} for source in behind]
    for source in package["sources"]:
        if source["path"] == file.path:
            node |= {key: source[name] for key, name in _OF_A_PLAN.items() if name in source}
            if published := addresses.published(source):
                node["datePublished"] = published
    return node


def _organization(package: Package, name: str) -> Node:
    node: Node = {"@id": f"#{name}", "@type": "Organization", "name": name}
    if "contact" in package and name in addresses.agents(package, "publisher"):
        node["contactPoint"] = {"@id": "#contact"}
    return node


def _contact(package: Package) -> list[Node]:
    if "contact" not in package:
        return []
    contact = package["contact"]
    way = {"email": contact["email"]} if "email" in contact else {"url": contact["path"]}
    return [{"@id": "#contact", "@type": "ContactPoint", "contactType": "data", **way}]


def _places(package: Package) -> list[Node]:
    return [
        {
            "@id": f"#place-{place['code']}",
            "@type": "Place",
            "name": place["title"],
            "alternateName": place.get("title_zh", place["title"]),
        }
        for place in package.get("spatial", [package["country"]])
    ]


def _official(package: Package) -> Node:
    source = package["sources"][0]
    return {
        "@id": OFFICIAL,
        "@type": "CreativeWork",
        "name": source["rights"],
        "alternateName": source["rights_zh"],
        "description": paragraphs(package["license_note"], package["license_note_zh"]),
    }


def _previous(package: Package) -> list[Node]:
    before = addresses.previous(package)
    if not before:
        return []
    version = package["previous_version"]
    return [{"@id": before, "@type": "CreativeWork", "name": f"{package['name']} {version}", "version": version}]
