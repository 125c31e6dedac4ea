"""Croissant 1.1: every file with its hash and every table with its fields, keys and references, for tools that load records.

Records are read from Parquet, whose columns carry their types; from CSV a reader that guesses turns the heading 1.10 into 1.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.releases.metadata import addresses, citation, schema_org
from pipelines.releases.metadata.addresses import File, Package

DOCUMENT = "croissant.json"
CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
Node = dict[str, Any]

_OWN = (
    "annotation arrayShape citeAs column containedIn equivalentProperty excludes extract field fileObject fileProperty"
    " fileSet format includes isArray isLiveDataset jsonPath key md5 parentField path readLines recordSet references"
    " regex repeated replace samplingRate sdVersion separator source subField transform unArchive value"
).split()
CONTEXT: Node = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "name": {"@container": "@language"},
    "description": {"@container": "@language"},
    "data": {"@id": "cr:data", "@type": "@json"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    **{name: f"cr:{name}" for name in _OWN},
}
TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}
# The registered media type of Parquet, and the one that Croissant's own library knows.
PARQUET = ["application/vnd.apache.parquet", "application/x-parquet"]


def document(package: Package) -> Node:
    """The dataset as JSON-LD with Croissant's context inline."""
    tables = addresses.tables(package)
    files = {file.path: file for file in addresses.files(package)}
    sources = {table["name"]: _read_from(table) for table in tables}
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "@id": addresses.release(package),
        "conformsTo": CONFORMS_TO,
        "name": {"en": package["title"], "zh": package["title_zh"]},
        "description": {"en": package["description"], "zh": package["description_zh"]},
        "license": package["licenses"][0]["path"],
        "url": addresses.address(package),
        "creator": [schema_org.organization(name) for name in addresses.agents(package, "creator")],
        "publisher": schema_org.publisher(package),
        "datePublished": addresses.released(package),
        "dateModified": addresses.released(package),
        "version": package["version"],
        "keywords": package["keywords"],
        "inLanguage": package["languages"],
        "citeAs": citation.bibtex(package),
        "identifier": addresses.identifier(package),
        **schema_org.coverage(package),
        "isBasedOn": [_source(package, item) for item in package["sources"]],
        "distribution": [_file_object(package, file) for file in files.values()],
        "recordSet": [_record_set(table, sources) for table in tables],
    }


def _source(package: Package, item: Mapping[str, Any]) -> Node:
    """A plan, with names in their language: what has no tag is English by the context."""
    node = schema_org.source(package, item)
    issuers = [{**body, "name": {"zh": body["name"]}} for body in node.get("publisher", [])]
    return {**node, "name": {"zh": node["name"]}, **({"publisher": issuers} if issuers else {})}


def _read_from(table: Mapping[str, Any]) -> str:
    """The path of the file that a table's records are read from."""
    parquet = [file["path"] for file in table.get("alternatives", []) if file["format"] == "parquet"]
    return str((parquet or [table["path"]])[0])


def _file_object(package: Package, file: File) -> Node:
    node: Node = {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path.rpartition("/")[2],
        # Relative, it is a path on disk: the library opens it as it stands.
        "contentUrl": addresses.address(package, file.path) if "url" in package else file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": PARQUET if file.format == "parquet" else file.mediatype,
        "sha256": file.sha256,
    }
    if file.is_source:
        node["license"] = package["sources"][0]["rights"]
    return node


def _record_set(table: Mapping[str, Any], sources: Mapping[str, str]) -> Node:
    name, schema = table["name"], table["schema"]
    references = {
        key["fields"][0]: (key["reference"]["resource"] or name, key["reference"]["fields"][0])
        for key in schema.get("foreignKeys", [])
        if len(key["fields"]) == 1
    }
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": {"en": table["title"], "zh": table["title_zh"]},
        "description": {"en": table["description"], "zh": table["description_zh"]},
        "key": [{"@id": f"{name}/{key}"} for key in schema["primaryKey"]],
        "field": [_field(name, field, sources, references.get(field["name"])) for field in schema["fields"]],
    }


def _field(table: str, field: Mapping[str, Any], sources: Mapping[str, str], leads_to: tuple[str, str] | None) -> Node:
    node: Node = {
        "@type": "cr:Field",
        "@id": f"{table}/{field['name']}",
        "name": field["name"],
        "description": {"en": field["description_en"], "zh": field["description_zh"]},
        "dataType": TYPES[field["type"]],
        "source": _column(sources[table], field["name"]),
    }
    if leads_to:
        # To the column in its file: a reference to the field makes mlcroissant 1.1 read the other table with this one
        # and spend it, so that no table after the first can be read from the same dataset.
        node["references"] = _column(sources[leads_to[0]], leads_to[1])
    return node


def _column(path: str, column: str) -> Node:
    return {"fileObject": {"@id": path}, "extract": {"column": column}}
