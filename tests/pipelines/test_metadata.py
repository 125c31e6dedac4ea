"""What a release says of itself, with a web address and without one: one content in every standard."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PACKAGE, PUBLISHED
from frictionless import validate

from pipelines.releases import checksums
from pipelines.releases.metadata import addresses
from validations import standards

BASE = PUBLISHED["base_url"]
JSON = ("dcat.jsonld", "croissant.json", "schema-org.jsonld", "datacite.json", "ro-crate-metadata.json")
DOCUMENTS = ("datapackage.json", *JSON, "CITATION.cff")


def read(folder: Path, name: str) -> Any:
    text = (folder / name).read_text(encoding="utf-8")
    return yaml.safe_load(text) if name.endswith(".cff") else json.loads(text)


def strings(node: Any) -> list[str]:
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
    return [node] if isinstance(node, str) else [text for part in parts for text in strings(part)]


def test_every_check_of_every_standard_holds(described: Path) -> None:
    results = standards.check(described)
    assert [item.describe() for item in results if not item.passed] == []
    assert results == standards.passing()
    assert validate(str(described / "datapackage.json")).valid


def test_the_descriptor_knows_its_addresses_or_none(described: Path) -> None:
    package = read(described, "datapackage.json")
    known = {key: package[key] for key in ("homepage", "url", "contact", "doi") if key in package}
    assert known in (
        {},
        {
            "homepage": f"{BASE}/",
            "url": f"{BASE}/0.1.0/",
            "contact": {"email": "data@example.org"},
            "doi": "10.1234/trial",
        },
    )
    assert package["name"] == PACKAGE
    assert package["id"] != package["version_id"]


@pytest.mark.parametrize("name", [name for name in JSON if name != "ro-crate-metadata.json"])
def test_addresses_are_absolute_where_the_package_knows_its_own(described: Path, name: str) -> None:
    document = read(described, name)
    package = read(described, "datapackage.json")
    said = strings(document)
    assert any(text.startswith(f"{BASE}/0.1.0/") for text in said) == ("url" in package)
    assert package["id"] in said or package["version_id"] in " ".join(said)
    relative = [text for text in said if re.match(r"(data|texts)/", text)]
    # Within Croissant a file's id is its path, always.
    assert bool(relative) == (("url" not in package and name != "datacite.json") or name == "croissant.json")


def test_places_and_time_come_from_the_plans_and_their_targets(described: Path) -> None:
    package = read(described, "datapackage.json")
    assert [(place["code"], place["title_zh"]) for place in package["spatial"]] == [
        ("310101", "黄浦区"),
        ("310104", "徐汇区"),
    ]
    targets = list(csv.DictReader((described / "data" / "targets.csv").open(encoding="utf-8", newline="")))
    assert package["temporal"]["end"] == f"{max(row['period_end'] for row in targets)}-12-31"
    assert package["temporal"]["start"][:4] <= min(row["period_start"] or row["period_end"] for row in targets)
    period = f"{package['temporal']['start']}/{package['temporal']['end']}"
    assert read(described, "schema-org.jsonld")["temporalCoverage"] == period
    assert {"date": period, "dateType": "Coverage"} in read(described, "datacite.json")["dates"]


def test_a_table_names_the_plans_that_it_comes_from(described: Path) -> None:
    package = read(described, "datapackage.json")
    named = {item["name"]: [source["plan_id"] for source in item.get("sources", [])] for item in package["resources"]}
    assert named["targets"] == named["responsibilities"] == ["310101-2022", "310104-2022"]
    assert named["indicators"] == named["quality_checks"] == []
    assert named["text-1"] == ["310101-2022"]


def test_what_is_ours_and_what_is_not_is_said_everywhere(described: Path) -> None:
    for name in DOCUMENTS:
        words = strings(read(described, name))
        assert any("creativecommons.org/licenses/by/4.0" in text or text == "CC-BY-4.0" for text in words), name
        assert any("Article 5" in text for text in words), name
        assert any("黄府发〔2022〕21号" in text for text in words), name


def test_the_readme_says_how_to_cite(described: Path) -> None:
    package = read(described, "datapackage.json")
    text = (described / "README.md").read_text(encoding="utf-8")
    cited = f"https://doi.org/{package['doi']}" if "doi" in package else package["version_id"]
    assert f"carbonpeak (2022). Trial plans (version 0.1.0) [Data set]. {cited}" in text
    entry = re.search(r"```bibtex\n(.*?)\n```", text, re.DOTALL)
    assert entry and entry[1] == read(described, "croissant.json")["citeAs"]
    assert entry[1].startswith("@misc{trial-plans-0.1.0,\n  author = {{carbonpeak}},\n")
    assert ("doi = {10.1234/trial}" in entry[1]) == ("doi" in package)


def test_every_file_of_data_and_text_is_described(described: Path) -> None:
    listed = {file.path: file for file in addresses.files(read(described, "datapackage.json"))}
    written = {path.relative_to(described).as_posix() for path in described.rglob("*") if path.is_file()}
    assert written - listed.keys() == {*DOCUMENTS, "README.md", "SHA256SUMS"}
    assert {"csv", "parquet", "jsonl", "sqlite", "xlsx", "txt"} <= {file.format for file in listed.values()}
    assert all(file.sha256 == checksums.sha256(described / path) for path, file in listed.items())


def test_nothing_of_a_release_depends_on_hash_seeds_or_the_clock(described: Path, tmp_path: Path) -> None:
    script = (
        "import json, sys; from pathlib import Path; from pipelines.releases import describe;"
        "from pipelines.releases.metadata import citation;"
        "package = json.loads(Path(sys.argv[1]).read_text(encoding='utf-8'));"
        "print(*(describe.json_text(make(package)) for make in describe.DOCUMENTS.values()), citation.text(package))"
    )
    run = [sys.executable, "-c", script, str(described / "datapackage.json")]
    fixed = {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"}
    made = {
        subprocess.run(run, capture_output=True, check=True, env={**os.environ, **fixed, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    }
    written = b" ".join((described / name).read_bytes() for name in [*JSON, "CITATION.cff"])
    assert made == {written + b"\n"}
