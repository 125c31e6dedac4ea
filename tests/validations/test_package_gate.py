"""The third gate passes a faultless package and catches a broken key, a changed byte, a wrong type and a broken descriptor."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from tiny_dataset import TEXTS, changed, records

from validations.package_gate import ENGINE, check, passing
from validations.results import failures
from validations.tables import columns, descriptor

PLAN = "900001-2022"


def resource(directory: Path, name: str, path: str, data: bytes, **more: Any) -> dict[str, Any]:
    (directory / path).parent.mkdir(parents=True, exist_ok=True)
    (directory / path).write_bytes(data)
    return {
        "name": name,
        "path": path,
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        **more,
    }


def package(directory: Path, made: dict[str, list[tuple[Any, ...]]]) -> Path:
    """Writes a package with the tables as CSV and the texts; returns its folder."""
    resources = []
    for table, rows in made.items():
        path = directory / "rows.csv"
        with path.open("w", newline="", encoding="utf-8") as handle:
            csv.writer(handle).writerows([columns(table), *rows])
        about = {
            "type": "table",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": descriptor(table),
        }
        resources.append(resource(directory, table, f"data/{table}.csv", path.read_bytes(), **about))
        path.unlink()
    for name, text in TEXTS.items():
        resources.append(resource(directory, f"text-{name[0]}", f"texts/{name}", text.encode(), mediatype="text/plain"))
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    document = {"$schema": profile, "name": "tiny", "resources": resources}
    (directory / "datapackage.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return directory


def faults(directory: Path) -> dict[str, str]:
    return {result.check_id.removeprefix("frictionless."): result.describe() for result in failures(check(directory))}


def test_a_faultless_package_passes_with_the_results_foretold(tmp_path: Path) -> None:
    foretold = [result for result in passing(records()) if result.engine == ENGINE]  # it is no release
    assert check(package(tmp_path, records())) == foretold


@pytest.mark.parametrize(
    ("table", "values", "failing", "words"),
    [
        ("targets", {"task_id": f"{PLAN}/9.9"}, "targets.foreign_keys", "9.9"),
        ("targets", {"repeats": "nowhere"}, "targets.foreign_keys", "nowhere"),
        ("responsibilities", {"org_id": "o9"}, "responsibilities.foreign_keys", "o9"),
        ("targets", {"value": "much"}, "targets.types", "value much"),
        ("documents", {"is_canonical": "perhaps"}, "documents.types", "perhaps"),
        ("plans", {"issued_on": "2021-02-30"}, "plans.types", "2021-02-30"),
        ("targets", {"measure": "guess"}, "targets.constraints", "measure guess"),
        ("targets", {"quote": None}, "targets.constraints", "quote"),
        ("organizations", {"org_id": "o2"}, "organizations.keys", "o2"),
    ],
)
def test_a_bad_cell_is_found_with_its_row(
    table: str, values: dict[str, Any], failing: str, words: str, tmp_path: Path
) -> None:
    found = faults(package(tmp_path, changed(table, 0, **values)))
    assert failing in found
    assert "1 row at fault" in found[failing] and words in found[failing] and f"plan {PLAN}" in found[failing]


@pytest.mark.parametrize("name", ["data/targets.csv", "texts/a.txt"])
def test_a_changed_byte_is_found(name: str, tmp_path: Path) -> None:
    path = package(tmp_path, records()) / name
    path.write_bytes(path.read_bytes().replace(b"2.2", b"2.3"))
    found = faults(tmp_path)
    assert f"{name}: its SHA-256 is not the one stated" in found["package.files"]


def test_an_added_byte_and_a_missing_file_are_found(tmp_path: Path) -> None:
    package(tmp_path, records())
    with (tmp_path / "texts" / "a.txt").open("ab") as handle:
        handle.write(b"\n")
    (tmp_path / "texts" / "b.txt").unlink()
    words = faults(tmp_path)["package.files"]
    assert "texts/a.txt: has" in words and "the file texts/b.txt does not exist" in words


def test_a_file_without_a_stated_hash_is_found(tmp_path: Path) -> None:
    path = package(tmp_path, records()) / "datapackage.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    del document["resources"][0]["hash"]
    path.write_text(json.dumps(document), encoding="utf-8")
    assert "data/plans.csv: the descriptor states no bytes or no hash" in faults(tmp_path)["package.files"]


def test_files_of_other_formats_are_looked_at(tmp_path: Path) -> None:
    path = package(tmp_path, records()) / "datapackage.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["resources"][0]["alternatives"] = [resource(tmp_path, "plans", "data/plans.jsonl", b"{}")]
    document["composites"] = [resource(tmp_path, "tiny", "tiny.sqlite", b"SQLite")]
    path.write_text(json.dumps(document), encoding="utf-8")
    assert faults(tmp_path) == {}
    (tmp_path / "data" / "plans.jsonl").write_bytes(b"[]")
    (tmp_path / "tiny.sqlite").unlink()
    words = faults(tmp_path)["package.files"]
    assert "data/plans.jsonl: its SHA-256 is not the one stated" in words
    assert "package: the file tiny.sqlite does not exist" in words


def test_a_wrong_header_is_found(tmp_path: Path) -> None:
    path = package(tmp_path, records()) / "data" / "indicators.csv"
    path.write_bytes(path.read_bytes().replace(b"name_zh", b"name_cn"))
    assert "indicators.columns" in faults(tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "does not exist"),
        ("{", "cannot retrieve metadata"),
        ('{"name": "Not a Name", "resources": []}', "does not match"),
        ('{"name": "x", "resources": [{"name": "t", "path": "../secret.csv"}]}', "not safe"),
    ],
)
def test_a_descriptor_that_cannot_be_used_fails_alone(text: str | None, words: str, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    assert len(check(tmp_path)) == 1
    assert words in faults(tmp_path)["package.descriptor"]
