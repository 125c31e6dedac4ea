"""DCAT-AP 3: a catalogue with this release as its one dataset and a distribution for each file, for portals that harvest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.releases.formats import listing
from pipelines.releases.metadata import addresses
from pipelines.releases.metadata.addresses import File, Package
from pipelines.releases.metadata.languages import chinese, tagged

DOCUMENT = "dcat.jsonld"
Node = dict[str, Any]

CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AUTHORITY = "http://publications.europa.eu/resource/authority"
LANGUAGES = {"zh": "ZHO", "en": "ENG"}
TEXT = f"{AUTHORITY}/file-type/TXT"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
LICENCE_TYPES = "http://purl.org/adms/licencetype"


def document(package: Package) -> Node:
    """The catalogue as JSON-LD with its context inline; it refers to nothing that has to be fetched to be understood."""
    catalogue: Node = {
        "@id": addresses.part(package, DOCUMENT, "catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": tagged(package["title"], package["title_zh"]),
        "dct:description": tagged(package["description"], package["description_zh"]),
        "dct:publisher": _publisher(package),
        **_page("foaf:homepage", package.get("homepage")),
        "dct:language": _languages(package),
        "dct:license": _licence(package, package["licenses"][0]),
        "dct:issued": _date(addresses.released(package)),
        "dct:modified": _date(addresses.released(package)),
        "dct:spatial": [_country(package)],
        "dcat:themeTaxonomy": _theme_taxonomy(),
        "dcat:dataset": [_dataset(package)],
    }
    described: Node = _once(catalogue, set())
    return {"@context": CONTEXT, **described}


def _once(node: Any, seen: set[str]) -> Any:
    """The tree with each thing described where it is first named, and by its IRI alone after that."""
    if isinstance(node, list):
        return [_once(item, seen) for item in node]
    if not isinstance(node, dict) or "@value" in node:
        return node
    name = node.get("@id")
    if name in seen and "@type" in node:
        return {"@id": name}
    if name and "@type" in node:
        seen.add(name)
    return {key: _once(value, seen) for key, value in node.items()}


def _dataset(package: Package) -> Node:
    node: Node = {
        "@id": addresses.release(package),
        "@type": "dcat:Dataset",
        "dct:title": tagged(package["title"], package["title_zh"]),
        "dct:description": tagged(package["description"], package["description_zh"]),
        "dct:identifier": list(dict.fromkeys([addresses.identifier(package), package["version_id"]])),
        "dcat:version": package["version"],
        **_previous(package),
        "adms:versionNotes": [
            note
            for pair in zip(package.get("version_notes", []), package.get("version_notes_zh", []), strict=True)
            for note in tagged(*pair)
        ],
        "adms:identifier": {"@type": "adms:Identifier", "skos:notation": package["fingerprint"]},
        "dct:issued": _date(addresses.released(package)),
        "dct:modified": _date(addresses.released(package)),
        **_extent(package),
        "dcat:inSeries": _series(package),
        "dct:creator": [_agent(package, name) for name in addresses.agents(package, "creator")],
        "dcat:theme": [_theme(theme) for theme in package["themes"]],
        "dcat:keyword": [
            {"@value": word, "@language": "zh" if word in package["keywords_zh"] else "en"}
            for word in package["keywords"]
        ],
        "dct:language": _languages(package),
        "dct:accessRights": {"@id": f"{AUTHORITY}/access-right/PUBLIC", "@type": "dct:RightsStatement"},
        "dct:conformsTo": {"@id": package["$schema"], "@type": "dct:Standard"},
        "foaf:page": {"@id": addresses.address(package, "README.md"), "@type": "foaf:Document"},
        **_page("dcat:landingPage", package.get("url")),
        "prov:wasDerivedFrom": [_source(package, source) for source in package["sources"]],
        "dcat:distribution": [_distribution(package, file) for file in addresses.files(package)],
    }
    return {key: value for key, value in node.items() if value != []}


def _previous(package: Package) -> Node:
    """The version before this one, which is also the one before it in the series."""
    before = addresses.previous(package)
    return {key: {"@id": before} for key in ("dcat:previousVersion", "dcat:prev")} if before else {}


def _series(package: Package) -> Node:
    """The package in all its versions."""
    return {
        "@id": package["id"],
        "@type": "dcat:DatasetSeries",
        "dct:title": tagged(package["title"], package["title_zh"]),
        "dct:description": tagged(package["description"], package["description_zh"]),
        **_extent(package),
    }


def _extent(package: Package) -> Node:
    """What a dataset and its series say alike: who publishes it, who answers for it, where and when it speaks of."""
    node: Node = {"dct:publisher": _publisher(package)}
    if "contact" in package:
        node["dcat:contactPoint"] = _contact(package)
    node["dct:spatial"] = [_division(package, place) for place in package.get("spatial", [])] or [_country(package)]
    if "temporal" in package:
        node["dct:temporal"] = {
            "@id": addresses.part(package, DOCUMENT, "period"),
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _date(package["temporal"]["start"]),
            "dcat:endDate": _date(package["temporal"]["end"]),
        }
    return node


def _distribution(package: Package, file: File) -> Node:
    iri, registered = _format(file)
    media = f"{MEDIA_TYPES}/{file.mediatype}"
    kinds = ["dct:MediaTypeOrExtent", *(["dct:MediaType"] if iri == media else [])]
    node: Node = {
        "@id": f"{addresses.address(package, file.path)}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": tagged(f"{file.about['title']} ({file.format})", f"{file.about['title_zh']}（{file.format}）"),
        "dct:description": tagged(file.about["description"], file.about["description_zh"]),
        "dcat:accessURL": {"@id": addresses.address(package, file.path)},
        "dcat:downloadURL": {"@id": addresses.address(package, file.path)},
        "dct:format": {"@id": iri, "@type": kinds},
    }
    if registered:
        node["dcat:mediaType"] = {"@id": media, "@type": "dct:MediaType"}
    return node | {
        "dcat:byteSize": {"@value": str(file.bytes), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256", "@type": "spdx:ChecksumAlgorithm"},
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
        "dct:license": _official(package) if file.is_source else _licence(package, file.licence),
        "dcatap:availability": {
            "@id": f"{AUTHORITY}/planned-availability/STABLE",
            "@type": "skos:Concept",
            "skos:prefLabel": tagged("stable", "稳定"),
        },
    }


def _format(file: File) -> tuple[str, bool]:
    """The address that stands for the format of a file, and whether its media type is registered."""
    for known in listing.formats():
        if known.name == file.format:
            return known.iri, known.registered
    return TEXT, True


def _source(package: Package, source: Mapping[str, Any]) -> Node:
    """A plan as the thing that the tables were read from."""
    node: Node = {
        "@id": addresses.address(package, source["path"]),
        "@type": ["foaf:Document", "prov:Entity"],
        "dct:title": chinese(source["title"]),
        "dct:rights": {
            "@type": "dct:RightsStatement",
            "rdfs:label": tagged(source["rights"], source["rights_zh"]),
        },
    }
    if "issuer" in source:
        node["dct:publisher"] = [
            {"@type": "foaf:Agent", "foaf:name": chinese(name)} for name in source["issuer"].split("；")
        ]
    if "document_number" in source:
        node["dct:identifier"] = source["document_number"]
    if published := addresses.published(source):
        node["dct:issued"] = _date(published)
    if "adopted_on" in source:
        node["dct:dateAccepted"] = _date(source["adopted_on"])
    return node


def _licence(package: Package, licence: Mapping[str, Any]) -> Node:
    return {
        "@id": licence["path"],
        "@type": "dct:LicenseDocument",
        "dct:title": tagged(licence["title"], licence["title_zh"]),
        "dct:type": {"@id": f"{LICENCE_TYPES}/Attribution"},
    }


def _official(package: Package) -> Node:
    """What stands in place of a licence for the text of a plan."""
    source = package["sources"][0]
    return {
        "@id": addresses.part(package, DOCUMENT, "official-document"),
        "@type": "dct:LicenseDocument",
        "dct:title": tagged(source["rights"], source["rights_zh"]),
        "dct:description": tagged(package["license_note"], package["license_note_zh"]),
        "dct:type": {"@id": f"{LICENCE_TYPES}/PublicDomain"},
    }


def _publisher(package: Package) -> Node:
    return _agent(package, addresses.agents(package, "publisher")[0])


def _agent(package: Package, name: str) -> Node:
    return {
        "@id": addresses.part(package, DOCUMENT, name),
        "@type": ["foaf:Agent", "foaf:Organization"],
        "foaf:name": name,
    }


def _contact(package: Package) -> Node:
    contact = package["contact"]
    node: Node = {
        "@id": addresses.part(package, DOCUMENT, "contact"),
        "@type": "vcard:Organization",
        "vcard:fn": addresses.agents(package, "publisher")[0],
    }
    if "email" in contact:
        node["vcard:hasEmail"] = {"@id": f"mailto:{contact['email']}"}
    else:
        node["vcard:hasURL"] = {"@id": contact["path"]}
    return node


def _division(package: Package, place: Mapping[str, Any]) -> Node:
    return {
        "@id": addresses.part(package, DOCUMENT, f"division-{place['code']}"),
        "@type": "dct:Location",
        "skos:prefLabel": tagged(place["title"], place.get("title_zh")),
        "dct:identifier": place["code"],
        "dct:isPartOf": _country(package),
    }


def _country(package: Package) -> Node:
    country = package["country"]
    return {
        "@id": country["path"],
        "@type": "dct:Location",
        "skos:prefLabel": tagged(country["title"], country["title_zh"]),
    }


def _theme(theme: Mapping[str, Any]) -> Node:
    return {
        "@id": theme["path"],
        "@type": "skos:Concept",
        "skos:prefLabel": tagged(theme["title"], theme["title_zh"]),
        "skos:inScheme": _theme_taxonomy(),
    }


def _theme_taxonomy() -> Node:
    return {
        "@id": f"{AUTHORITY}/data-theme",
        "@type": "skos:ConceptScheme",
        "dct:title": tagged("Data theme", "数据主题"),
    }


def _languages(package: Package) -> list[Node]:
    return [
        {"@id": f"{AUTHORITY}/language/{LANGUAGES[name]}", "@type": "dct:LinguisticSystem"}
        for name in package["languages"]
    ]


def _date(day: str) -> Node:
    return {"@value": day, "@type": "xsd:date"}


def _page(key: str, address: str | None) -> Node:
    return {key: {"@id": address, "@type": "foaf:Document"}} if address else {}
