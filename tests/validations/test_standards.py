"""Each check of each standard holds for a release and fails when the document leaves out or garbles what it asks for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from tiny_dataset import TEXTS, frames_of, records

from carbonpeak.plans.registry import CollectionEntry
from pipelines.releases import building
from validations import package_gate, standards
from validations.results import quality_rows

GONE = object()
LITERAL = {"@value": "CSV"}
ENTRY = CollectionEntry("tiny", "tiny-plans", "试验方案", "Tiny plans", [])
ADDRESSES = {"base_url": "https://data.example/tiny/", "contact": "https://data.example/ask", "doi": "10.1234/tiny"}

# Check → document's part (keys parted by /, the first of a list) and what is put there.
FAULTS: list[tuple[str, str, Any]] = [
    ("datapackage.package", "version", GONE),
    ("datapackage.package", "created", "2022-13-31T00:00:00Z"),
    ("datapackage.package", "keywords", []),
    ("datapackage.package", "licenses/path", GONE),
    ("datapackage.address", "url", "https://data.example/tiny/"),
    ("datapackage.languages", "title_zh", GONE),
    ("datapackage.languages", "resources/title", {"zh": "方案"}),
    ("datapackage.languages", "resources/name", "方案"),
    ("datapackage.resources", "resources/alternatives/hash", "sha256:0"),
    ("datapackage.resources", "resources/encoding", GONE),
    ("datapackage.composites", "composites/bytes", "many"),
    ("datapackage.tables", "resources/schema/primaryKey", []),
    ("datapackage.sources", "sources/rights", GONE),
    ("datapackage.sources", "sources/path", "texts/nothing.txt"),
    ("datapackage.texts", "resources/licenses", [{"name": "CC-BY-4.0", "title": "Ours"}]),
    ("datapackage.coverage", "temporal/start", "2025-02-30"),
    ("datapackage.holdings", "holdings_zh", "收录1份方案。"),
    ("datapackage.holdings", "description", "Who promised what."),
    ("datapackage.news", "version_notes_zh", ["first release"]),
    ("datapackage.fingerprint", "fingerprint", f"sha256:{'0' * 64}"),
    ("datapackage.fingerprint", "fingerprint", GONE),
    ("dcat-ap.context", "@context", "https://data.example/context.jsonld"),
    ("dcat-ap.catalogue", "dct:title", "Tiny plans"),
    ("dcat-ap.catalogue", "dct:publisher/foaf:name", GONE),
    ("dcat-ap.catalogue_recommended", "dct:language", GONE),
    ("dcat-ap.catalogue_recommended", "dct:issued/@value", "2022-12-32"),
    ("dcat-ap.dataset", "dcat:dataset/dct:description", GONE),
    ("dcat-ap.dataset_recommended", "dcat:dataset/dcat:theme", []),
    ("dcat-ap.dataset_recommended", "dcat:dataset/dcat:keyword", ["climate"]),
    ("dcat-ap.contact", "dcat:dataset/dcat:contactPoint", GONE),
    ("dcat-ap.temporal", "dcat:dataset/dct:temporal/dcat:endDate", GONE),
    ("dcat-ap.pages", "foaf:homepage", GONE),
    ("dcat-ap.versions", "dcat:dataset/dcat:inSeries/dct:title", GONE),
    ("dcat-ap.versions", "dcat:dataset/dcat:version", "9.9.9"),
    ("dcat-ap.distributions", "dcat:dataset/dcat:distribution/dct:format", LITERAL),
    ("dcat-ap.distributions", "dcat:dataset/dcat:distribution/dct:format", "CSV"),
    ("dcat-ap.distributions", "dcat:dataset/dcat:distribution/dct:license", GONE),
    ("dcat-ap.checksums", "dcat:dataset/dcat:distribution/spdx:checksum/spdx:checksumValue/@value", "0" * 64),
    ("dcat-ap.checksums", "dcat:dataset/dcat:distribution/spdx:checksum/spdx:algorithm", GONE),
    ("dcat-ap.checksums", "dcat:dataset/dcat:distribution/dcat:downloadURL/@id", "data/other.csv"),
    ("dcat-ap.sources", "dcat:dataset/prov:wasDerivedFrom/dct:rights", GONE),
    ("dcat-ap.languages", "dcat:dataset/adms:versionNotes", [{"@value": "news", "@language": "en"}]),
    ("dcat-ap.languages", "dcat:dataset/dcat:theme/skos:prefLabel", [{"@value": "环境", "@language": "zh"}]),
    ("dcat-ap.previous", "dcat:dataset/dcat:previousVersion", GONE),
    ("dcat-ap.days", "dcat:dataset/prov:wasDerivedFrom/dct:issued/@value", "2022-12-05"),
    ("dcat-ap.days", "dcat:dataset/prov:wasDerivedFrom/dct:dateAccepted", {"@value": "2022-12-30"}),
    ("croissant.context", "@context/recordSet", GONE),
    ("croissant.version", "conformsTo", "http://mlcommons.org/croissant/1.0"),
    ("croissant.dataset", "creator", GONE),
    ("croissant.dataset", "datePublished", "last year"),
    ("croissant.recommended", "keywords", 7),
    ("croissant.recommended", "version", "0.1"),
    ("croissant.files", "distribution/sha256", "0" * 64),
    ("croissant.files", "distribution/encodingFormat", GONE),
    ("croissant.records", "recordSet/field/name", "other"),
    ("croissant.records", "recordSet/field/source/fileObject/@id", "data/other.parquet"),
    ("croissant.records", "recordSet", []),
    ("croissant.keys", "recordSet/key", GONE),
    ("croissant.keys", "recordSet/key/@id", "plans/other"),
    ("croissant.references", "recordSet/field/references/extract/column", "other"),
    ("croissant.sources", "isBasedOn/license", GONE),
    ("croissant.days", "isBasedOn/datePublished", "2022-12-05"),
    ("schema-org.context", "@context", "https://schema.org"),
    ("schema-org.dataset", "description", "Plans."),
    ("schema-org.recommended", "keywords", "climate"),
    ("schema-org.recommended", "license", GONE),
    ("schema-org.recommended", "version", 1),
    ("schema-org.coverage", "spatialCoverage", []),
    ("schema-org.temporal", "temporalCoverage", "2025"),
    ("schema-org.variables", "variableMeasured/description", GONE),
    ("schema-org.files", "distribution/sha256", "0" * 64),
    ("schema-org.files", "distribution/contentSize", GONE),
    ("schema-org.sources", "isBasedOn/license/name", "all rights reserved"),
    ("schema-org.languages", "copyrightNotice", "Official documents."),
    ("schema-org.languages", "variableMeasured/alternateName", [{"@value": "Target", "@language": "en"}]),
    (
        "schema-org.languages",
        "description",
        "Who promised what by when, and who is responsible: targets, tasks and bodies.",
    ),
    ("schema-org.days", "isBasedOn/datePublished", "2022-12-05"),
    ("cff.required", "authors", []),
    ("cff.required", "cff-version", "1.1.0"),
    ("cff.dataset", "title", "Other plans"),
    ("cff.dataset", "date-released", "31.12.2022"),
    ("cff.dataset", "keywords", "climate"),
    ("cff.keys", "licence", "CC-BY-4.0"),
    ("cff.identifiers", "identifiers/type", "urn"),
    ("cff.doi", "doi", "https://doi.org/10.1234/tiny"),
    ("cff.references", "references/authors", GONE),
    ("cff.languages", "title", "Tiny plans"),
    ("cff.languages", "abstract", "试验"),
    ("cff.fingerprint", "identifiers", [{"type": "other", "value": "urn:uuid:0"}]),
    ("cff.days", "references/date-released", "2022-12-05"),
    ("datacite.mandatory", "creators", []),
    ("datacite.mandatory", "publicationYear", 2022),
    ("datacite.identifier", "identifiers/identifierType", "UUID"),
    ("datacite.identifier", "identifiers/identifier", "https://doi.org/10.1234/tiny"),
    ("datacite.doi", "identifiers", [{"identifier": "urn:uuid:0", "identifierType": "URN"}]),
    ("datacite.recommended", "dates/dateType", "Published"),
    ("datacite.temporal", "dates", [{"date": "2022-12-31", "dateType": "Issued"}]),
    ("datacite.rights", "rightsList/rightsUri", GONE),
    ("datacite.related", "relatedIdentifiers/relationType", GONE),
    ("datacite.languages", "titles", [{"title": "Tiny plans", "lang": "en"}]),
    ("datacite.languages", "descriptions", [{"description": "x", "descriptionType": "Abstract", "lang": "zh"}]),
    ("datacite.previous", "relatedIdentifiers", []),
    ("datacite.fingerprint", "alternateIdentifiers", GONE),
    ("ro-crate.context", "@context", ["https://w3id.org/ro/crate/1.1/context"]),
    ("ro-crate.descriptor", "@graph/conformsTo", {"@id": "https://w3id.org/ro/crate/1.1"}),
    ("ro-crate.root", "@graph/datePublished", "2022"),
    ("ro-crate.root", "@graph/hasPart", []),
    ("ro-crate.recommended", "@graph/version", GONE),
    ("ro-crate.files", "@graph/sha256", "0" * 64),
    ("ro-crate.links", "@graph/hasPart/@id", "data/other.csv"),
    ("ro-crate.texts", "@graph/description", GONE),
    ("ro-crate.languages", "@graph/alternateName", "Tiny plans"),
    ("ro-crate.languages", "@graph/description", "Tiny plans"),
    ("ro-crate.previous", "@graph/previousVersion", GONE),
    ("ro-crate.previous", "@graph/previousVersion/@id", "urn:uuid:0"),
]


def edition(**said: Any) -> building.Edition:
    return building.Edition(
        entry=ENTRY._replace(**said),
        frames=frames_of(records()),
        texts=TEXTS,
        results=[],
        version="0.1.0",
        released="2022-12-31",
        last_version="0.0.9",
    )


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the tiny dataset that knows its addresses; not to be changed."""
    folder = tmp_path_factory.mktemp("standards") / "release"
    building.build(folder, edition(**ADDRESSES))
    return folder


def failing(folder: Path) -> set[str]:
    return {item.check_id.removeprefix("standards.") for item in standards.check(folder) if not item.passed}


def garble(folder: Path, check: str, path: str, value: Any) -> None:
    """Change one part of the document that a check is about."""
    (asked,) = [item for item in standards.requirements() if item.check_id == f"standards.{check}"]
    file = folder / asked.document
    text = file.read_text(encoding="utf-8")
    document = yaml.safe_load(text) if file.suffix == ".cff" else json.loads(text)
    *way, last = path.split("/")
    parents = standards.values(document, "/".join(way)) if way else [document]
    wanted = [node for node in parents if last in node] or parents
    at = asked.rules.get("schema", {}).get("at") or {}
    if "where" in at and way == at["each"].split("/"):
        wanted = [node for node in wanted if all(node.get(key) == part for key, part in at["where"].items())]
    if value is GONE:
        del wanted[0][last]
    else:
        wanted[0][last] = value
    written = yaml.safe_dump(document, allow_unicode=True) if file.suffix == ".cff" else json.dumps(document)
    file.write_text(written, encoding="utf-8")


@pytest.mark.parametrize("said", [{}, ADDRESSES], ids=["nowhere", "somewhere"])
def test_a_release_meets_every_standard_and_says_so(said: dict[str, str], tmp_path: Path) -> None:
    frames = building.build(tmp_path / "release", edition(**said))
    assert standards.check(tmp_path / "release") == standards.passing()
    results = package_gate.check(tmp_path / "release")
    assert results == package_gate.passing(frames)
    assert [tuple(row) for row in frames["quality_checks"]["check_id"].to_frame().values] == [
        (row[0],) for row in quality_rows(results)
    ]


@pytest.mark.parametrize(("check", "path", "value"), FAULTS)
def test_a_fault_is_found(check: str, path: str, value: Any, release: Path, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    shutil.copytree(release, folder)
    garble(folder, check, path, value)
    assert check in failing(folder)


def test_every_check_has_a_fault() -> None:
    assert {f"standards.{check}" for check, _, _ in FAULTS} == {item.check_id for item in standards.requirements()}


@pytest.mark.parametrize("name", sorted({item.document for item in standards.requirements()}))
@pytest.mark.parametrize("text", [None, "{", "[]"])
def test_a_document_that_cannot_be_read_fails_all_its_checks(
    name: str, text: str | None, release: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "release"
    shutil.copytree(release, folder)
    (folder / name).unlink()
    if text is not None:
        (folder / name).write_text(text, encoding="utf-8")
    asked = {item.check_id.removeprefix("standards.") for item in standards.requirements() if item.document == name}
    assert asked <= failing(folder)
    (words,) = {item.note for item in standards.check(folder) if item.check_id.endswith(next(iter(asked)))}
    assert words.startswith(f"{name}: {name} ")


def test_the_gate_stops_a_release_whose_documents_are_at_fault(release: Path, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    shutil.copytree(release, folder)
    garble(folder, "croissant.version", "conformsTo", "http://mlcommons.org/croissant/1.0")
    (found,) = [item for item in package_gate.check(folder) if not item.passed]
    assert found.stops_release
    assert "croissant.json: conformsTo: 'http://mlcommons.org/croissant/1.1' was expected" in found.describe()


def test_a_release_is_held_to_the_checks_that_it_says_it_passed(release: Path, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    shutil.copytree(release, folder)
    (folder / "dcat.jsonld").unlink()
    asked = {item.check_id for item in standards.requirements() if item.document == "dcat.jsonld"}
    assert {item.check_id for item in package_gate.check(folder) if not item.passed} == asked
    assert standards.check(folder, only={"standards.cff.keys"}) == [
        item for item in standards.passing() if item.check_id == "standards.cff.keys"
    ]


def test_a_rule_that_nobody_knows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new.yaml").write_text("document: a.json\nchecks: [{id: x, holds: y, shape: {}}]\n", encoding="utf-8")
    monkeypatch.setattr(standards, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"new\.yaml: x: the rules of a check are schema, files"):
        standards.requirements.__wrapped__()
