"""The documents of a release in the hands of the tools that each standard has, offline: pyshacl, mlcroissant, rdflib."""

from __future__ import annotations

import contextlib
import csv
import json
import shutil
import socket
import sys
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from conftest import files_of
from rdflib.namespace import DCTERMS, FOAF, RDF, SH, SKOS

from validations import standards, tables

# Its logging keeps the stderr that it finds, and closes it when somebody sets up logging: it must not be pytest's.
with contextlib.redirect_stderr(sys.__stderr__):
    import mlcroissant

GRAPHS = ("dcat.jsonld", "croissant.json", "schema-org.jsonld")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may be fetched to read what a release says."""

    def refused(*arguments: Any) -> None:
        raise AssertionError(f"a connection to {arguments[1:]} was tried")

    monkeypatch.setattr(socket.socket, "connect", refused)


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def graph(folder: Path, name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(folder / name, format="json-ld")


@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph_is_read_without_fetching_anything(described: Path, name: str) -> None:
    assert len(graph(described, name)) > 100
    assert isinstance(read(described, name)["@context"], dict)


def test_a_catalogue_is_found_from_where_it_lies_or_by_its_address(described: Path) -> None:
    nodes = {
        str(node) for triple in graph(described, "dcat.jsonld") for node in triple if isinstance(node, rdflib.URIRef)
    }
    local = {node for node in nodes if node.startswith("file:")}
    assert bool(local) == ("url" not in read(described, "datapackage.json"))


def test_plan_texts_are_not_under_our_licence(described: Path) -> None:
    catalogue = graph(described, "dcat.jsonld")
    licences = {
        str(address).rsplit("/", 1)[1]: str(catalogue.value(item, DCTERMS.license))
        for item, address in catalogue.subject_objects(DCAT.downloadURL)
    }
    official = {name for name, licence in licences.items() if licence.endswith("#official-document")}
    assert official == {name for name in licences if name.endswith(".txt")} != set()


def test_the_catalogue_fits_the_shapes(described: Path) -> None:
    shapes = rdflib.Graph().parse(standards.FOLDER / "dcat-ap.ttl")
    _, report, _ = pyshacl.validate(graph(described, "dcat.jsonld"), shacl_graph=shapes, meta_shacl=True)
    found = {
        (str(report.value(item, SH.resultMessage)), report.value(item, SH.resultSeverity))
        for item in report.subjects(RDF.type, SH.ValidationResult)
    }
    unknown = {("a homepage", SH.Warning), ("a contact point", SH.Warning)}
    assert found == (set() if "url" in read(described, "datapackage.json") else unknown)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("DELETE {?s dct:title ?o} WHERE {?s a dcat:Catalog; dct:title ?o}", "a title, once a language"),
        ("DELETE {?s dct:publisher ?o} WHERE {?s a dcat:Catalog; dct:publisher ?o}", "one publisher, an agent"),
        ("DELETE {?s dcat:accessURL ?o} WHERE {?s dcat:accessURL ?o}", "an address"),
        (
            "DELETE {?s dct:format ?o} INSERT {?s dct:format 'CSV'} WHERE {?s dct:format ?o}",
            "at most one format, an IRI",
        ),
        (
            "DELETE {?s spdx:checksumValue ?o} WHERE {?s spdx:checksumValue ?o}",
            "the value of the checksum, in hexadecimal digits",
        ),
        (
            "INSERT {?s dcat:previousVersion '0.0.9'} WHERE {?s a dcat:Dataset}",
            "at most one version before, an IRI",
        ),
        ("INSERT {?s dcat:prev '0.0.9'} WHERE {?s a dcat:Dataset}", "at most one dataset before, an IRI"),
        ("DELETE {?s skos:notation ?o} WHERE {?s skos:notation ?o}", "the content of an identifier"),
        ("DELETE {?s foaf:name ?o} WHERE {?s foaf:name ?o}", "the name of an agent"),
        ("DELETE {?s dcat:theme ?o} WHERE {?s dcat:theme ?o}", "a theme"),
        ("DELETE {?s dct:temporal ?o} WHERE {?s dct:temporal ?o}", "a period"),
        ("DELETE {?s dct:license ?o} WHERE {?s a dcat:Distribution; dct:license ?o}", "a licence"),
        (
            "DELETE {?s dct:description ?o} WHERE {?s a dcat:DatasetSeries; dct:description ?o}",
            "a description, once a language",
        ),
    ],
)
def test_the_shapes_see_what_is_missing(described: Path, broken: str, message: str) -> None:
    catalogue = graph(described, "dcat.jsonld")
    prefixes = {"dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "skos": SKOS, "spdx": "http://spdx.org/rdf/terms#"}
    catalogue.update(broken, initNs=prefixes)
    shapes = rdflib.Graph().parse(standards.FOLDER / "dcat-ap.ttl")
    fits, report, _ = pyshacl.validate(catalogue, shacl_graph=shapes)
    assert not fits
    assert message in {str(text) for text in report.objects(None, SH.resultMessage)}


def test_croissant_loads_every_table_as_it_stands_in_csv(described: Path) -> None:
    package = read(described, "datapackage.json")
    files = [file["@id"] for file in read(described, "croissant.json")["distribution"]]
    local = {path: str(described / path) for path in files} if "url" in package else None
    dataset = mlcroissant.Dataset(str(described / "croissant.json"), mapping=local)
    assert not dataset.metadata.ctx.issues.errors
    assert not dataset.metadata.ctx.issues.warnings
    assert {item.id for item in dataset.metadata.record_sets} == set(tables.table_names())
    for name in tables.table_names():
        with (described / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
            written = list(csv.DictReader(handle))
        loaded = [
            {column: _written(record[f"{name}/{column}"], kind) for column, kind in tables.types(name).items()}
            for record in dataset.records(name)
        ]
        assert loaded == written, name


def _written(value: Any, kind: str) -> str:
    """A value as Croissant's library gives it, as CSV has it."""
    if value is None:
        return ""
    if kind == "number":
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    return {
        "string": lambda: value.decode(),
        "boolean": lambda: str(value).lower(),
        "date": lambda: str(value.date()),
    }.get(kind, lambda: str(int(value)))()


def test_croissant_refuses_a_file_with_another_hash(described: Path, tmp_path: Path) -> None:
    shutil.copytree(described, tmp_path / "copy")
    document = read(described, "croissant.json")
    for file in document["distribution"]:
        file["contentUrl"] = file["@id"]
        if file["@id"] == "data/plans.parquet":
            file["sha256"] = "0" * 64
    (tmp_path / "copy" / "croissant.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(mlcroissant.GenerationError) as refused:
        list(mlcroissant.Dataset(str(tmp_path / "copy" / "croissant.json")).records("plans"))
    assert "is not identical with the reference" in str(refused.value.__cause__)


def test_croissant_has_the_keys_and_links_of_the_schemas(described: Path) -> None:
    sets = {item["@id"]: item for item in read(described, "croissant.json")["recordSet"]}
    for name in tables.table_names():
        schema = tables.descriptor(name)
        assert [key["@id"] for key in sets[name]["key"]] == [f"{name}/{key}" for key in schema["primaryKey"]]
        links = {
            key["fields"][0]: (f"data/{key['reference']['resource'] or name}.parquet", key["reference"]["fields"][0])
            for key in schema.get("foreignKeys", [])
        }
        assert links == {
            field["name"]: (field["references"]["fileObject"]["@id"], field["references"]["extract"]["column"])
            for field in sets[name]["field"]
            if "references" in field
        }


def test_the_crate_lists_every_file_and_is_a_graph(described: Path) -> None:
    crate = read(described, "ro-crate-metadata.json")
    (root,) = [item for item in crate["@graph"] if item["@id"] == "./"]
    assert {part["@id"] for part in root["hasPart"]} == files_of(described).keys() - {"ro-crate-metadata.json"}
    remote, own = crate["@context"]
    assert remote == "https://w3id.org/ro/crate/1.2/context"
    # Its context has to be fetched; this much of it is enough to see that the document is one graph.
    crate["@context"] = [{"@vocab": "http://schema.org/", "File": "http://schema.org/MediaObject"}, own]
    found = rdflib.Graph().parse(data=json.dumps(crate), format="json-ld", publicID="https://data.example/crate/")
    schema = rdflib.Namespace("http://schema.org/")
    parts = set(found.objects(rdflib.URIRef("https://data.example/crate/"), schema.hasPart))
    assert len(parts) == len(root["hasPart"])
    assert all((part, RDF.type, schema.MediaObject) in found for part in parts)
