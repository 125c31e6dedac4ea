"""A release, without Dagster: what it holds, when there is one, and that there is no half of one."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import conftest
import pandas as pd
import pyarrow.parquet as pq
import pytest
from conftest import DATE, PACKAGE, PLANS, World, files_of, garbling, judged
from frictionless import validate

from assets.ports import Content, Quality, Refused
from pipelines.releases import catalogue, checksums, describe
from pipelines.releases.formats import tabular
from validations import tables
from validations.results import CheckResult


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Publishing needs no Dagster instance."""
    shutil.copytree(PLANS, tmp_path / "plans")
    return World(tmp_path)


@pytest.fixture
def content(world: World) -> Content:
    return world.content()


def test_a_release_is_a_valid_package_of_all_tables_and_texts(world: World, content: Content) -> None:
    outcome = world.publish(content)
    folder = world.package / "0.1.0"
    assert (outcome.released, outcome.version, outcome.path) == (True, "0.1.0", folder)
    assert validate(str(folder / "datapackage.json")).valid
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [item["name"] for item in package["resources"] if "schema" in item] == tables.table_names()
    assert (package["name"], package["version"], package["created"]) == (PACKAGE, "0.1.0", "2022-12-31T00:00:00Z")
    assert [source["title"] for source in package["sources"]] == ["黄浦区碳达峰实施方案", "徐汇区碳达峰实施方案"]
    assert [source.get("document_number") for source in package["sources"]] == ["黄府发〔2022〕21号", None]
    for document_id, text in content.texts.items():
        assert (folder / "texts" / f"{document_id}.txt").read_bytes().decode("utf-8") == text
    for source in package["sources"]:
        assert (folder / source["path"]).is_file()
    assert sorted(path.name for path in folder.iterdir()) == [
        "CITATION.cff",
        "README.md",
        "SHA256SUMS",
        "croissant.json",
        "data",
        "datacite.json",
        "datapackage.json",
        "dcat.jsonld",
        "ro-crate-metadata.json",
        "schema-org.jsonld",
        "texts",
        f"{PACKAGE}.sqlite",
        f"{PACKAGE}.xlsx",
    ]


def test_csv_and_parquet_hold_the_same_rows(world: World, content: Content) -> None:
    data = world.publish(content).path / "data"
    for name, frame in content.frames.items():
        assert pq.read_table(data / f"{name}.parquet").num_rows == len(frame)
        text = pd.read_csv(data / f"{name}.csv", dtype=str, keep_default_na=False)
        assert list(text.columns) == tables.columns(name)
        again = tables.frame(name, [[cell or None for cell in row] for row in text.itertuples(index=False)])
        pd.testing.assert_frame_equal(again, frame)


def test_offsets_point_into_the_published_texts(world: World, content: Content) -> None:
    folder = world.publish(content).path
    targets = pd.read_parquet(folder / "data" / "targets.parquet")
    documents = pd.read_parquet(folder / "data" / "documents.parquet").set_index("plan_id")
    assert len(targets)
    for row in targets.itertuples():
        text = (folder / "texts" / f"{documents.document_id[row.plan_id]}.txt").read_bytes().decode("utf-8")
        assert "".join(text[row.char_start : row.char_end].split()) == row.quote


def test_what_the_gates_found_is_published(world: World, content: Content) -> None:
    outcome = world.publish(content)
    table = pd.read_csv(outcome.path / "data" / "quality_checks.csv")
    assert set(table["result"]) == {"passed"}
    found = set(table.loc[table["engine"].isin(["frictionless", "standards"]), "check_id"])
    assert found == {item.check_id for item in outcome.checks}


def test_csv_is_rfc_4180(tmp_path: Path) -> None:
    schema = {
        "fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "number"}, {"name": "c", "type": "boolean"}]
    }
    frame = pd.DataFrame({"a": ['x,"y"\nz', None], "b": [10.0, 2.5], "c": pd.array([True, None], dtype="boolean")})
    tabular.write_csv(tmp_path / "t.csv", frame, schema)
    assert (tmp_path / "t.csv").read_bytes() == b'a,b,c\r\n"x,""y""\nz",10,true\r\n,2.5,\r\n'


def test_the_same_input_gives_the_same_bytes(world: World, content: Content, tmp_path: Path) -> None:
    first = files_of(world.publish(content).path)
    os.rename(world.published, tmp_path / "elsewhere")
    assert files_of(world.publish(world.content()).path) == first


def test_checksums_cover_every_other_file(world: World, content: Content) -> None:
    folder = world.publish(content).path
    listed = [line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    assert sorted([*listed, "SHA256SUMS"]) == sorted(files_of(folder))
    assert checksums.altered(folder, checksums.sha256(folder / "SHA256SUMS")) == []


def test_the_readme_names_every_table_and_column_with_real_rows(world: World, content: Content) -> None:
    readme = (world.publish(content).path / "README.md").read_text(encoding="utf-8")
    for name in tables.table_names():
        assert f"### {name} · {tables.descriptor(name)['title_zh']}" in readme
        for column in tables.columns(name):
            assert f"| `{column}` |" in readme
    assert "| 310104-2022 |" in readme
    assert "徐汇区碳达峰实施方案" in readme


def test_nothing_changed_writes_nothing(world: World, content: Content) -> None:
    world.publish(content)
    before = files_of(world.published)
    outcome = world.publish(world.content())
    assert (outcome.released, outcome.version) == (False, "0.1.0")
    assert outcome.checks
    assert files_of(world.published) == before


def test_a_change_makes_the_next_version_and_leaves_the_last(world: World, content: Content) -> None:
    first = files_of(world.publish(content).path)
    world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    outcome = world.publish(world.content())
    # The target reads otherwise, so its id is gone, which `comparison` referred to: the heaviest kind of change.
    assert (outcome.released, outcome.version) == (True, "0.1.1")
    assert any(line.startswith("targets: ") for line in outcome.changes)
    assert any(line.startswith("texts: ") for line in outcome.changes)
    assert files_of(world.package / "0.1.0") == first
    assert [entry.version for entry in catalogue.releases(world.package)] == ["0.1.0", "0.1.1"]


def test_left_out_files_stop_the_release(world: World, content: Content) -> None:
    content = replace(content, left_out=["bad.txt: it is empty; remove it."])
    with pytest.raises(Refused, match=r"bad\.txt: it is empty"):
        world.publish(content)
    assert not world.package.exists()


def test_a_failed_check_stops_the_release(world: World, content: Content) -> None:
    failed = CheckResult("x.y", "targets", "great_expectations", "there are enough rows", "error", False, note="3 of 9")
    quality = Quality([*judged(content).results, failed], content.fingerprint())
    with pytest.raises(Refused, match="there are enough rows"):
        world.publish(content, quality)
    assert not world.package.exists()


def test_checks_of_other_tables_do_not_count(world: World, content: Content) -> None:
    quality = judged(content)
    world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    with pytest.raises(Refused, match="other tables"):
        world.publish(world.content(), quality)
    assert not world.package.exists()


def test_a_table_that_nothing_checked_stops_the_release(world: World, content: Content) -> None:
    quality = judged(content)
    others = [result for result in quality.results if result.table != "targets"]
    with pytest.raises(Refused, match="no check looked at targets"):
        world.publish(content, Quality(others, quality.fingerprint))
    assert not world.package.exists()


def test_an_invalid_package_stops_the_release(world: World, content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish(content)
    before = files_of(world.package)
    monkeypatch.setattr(describe, "write", garbling(describe.write))
    world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    with pytest.raises(Refused, match="not valid") as refusal:
        world.publish(world.content())
    assert any(item.engine == "frictionless" and not item.passed for item in refusal.value.checks)
    assert files_of(world.package) == before


def test_an_altered_release_is_noticed(world: World, content: Content) -> None:
    folder = world.publish(content).path
    table = folder / "data" / "targets.csv"
    table.write_bytes(table.read_bytes() + b"\r\n")
    with pytest.raises(Refused, match=r"targets\.csv is not what was released"):
        world.publish(content)


def test_an_altered_release_is_noticed_when_it_is_not_the_last(world: World, content: Content) -> None:
    first = world.publish(content).path
    world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    assert world.publish(world.content()).version != "0.1.0"
    (first / "data" / "plans.csv").unlink()
    with pytest.raises(Refused, match=r"plans\.csv is not what was released as 0\.1\.0"):
        world.publish(world.content())


def test_a_file_that_was_not_released_is_noticed(world: World, content: Content) -> None:
    folder = world.publish(content).path
    (folder / ".DS_Store").write_bytes(b"left by a file browser")
    assert not world.publish(content).released
    (folder / "data" / "more.csv").write_text("a,b", encoding="utf-8")
    with pytest.raises(Refused, match=r"more\.csv is not what was released"):
        world.publish(content)


def test_no_release_is_older_than_the_one_before(world: World, content: Content, monkeypatch) -> None:
    first = world.publish(content)
    world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    monkeypatch.setattr(conftest, "DATE", "2022-12-30")
    with pytest.raises(Refused, match=f"2022-12-30 is before {DATE}, the date of 0.1.0"):
        world.publish(world.content())
    assert [entry.version for entry in catalogue.releases(world.package)] == [first.version]
    monkeypatch.setattr(conftest, "DATE", None)
    assert world.publish(world.content()).released
    dates = [entry.released for entry in catalogue.releases(world.package)]
    assert dates[0] == DATE and dates[1] > DATE


def test_a_clock_that_is_behind_stands_still(world: World, content: Content, monkeypatch) -> None:
    monkeypatch.setattr(conftest, "DATE", "2999-01-01")
    world.publish(content)
    world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    monkeypatch.setattr(conftest, "DATE", None)
    assert world.publish(world.content()).released
    assert [entry.released for entry in catalogue.releases(world.package)] == ["2999-01-01", "2999-01-01"]


def test_a_folder_that_cannot_be_written_is_named(world: World, content: Content) -> None:
    world.published.write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(Refused, match="published"):
        world.publish(content)


def test_an_unreadable_list_of_releases_is_named(world: World, content: Content) -> None:
    world.publish(content)
    (world.package / "versions.json").write_text("{", encoding="utf-8")
    with pytest.raises(Refused, match=r"versions\.json"):
        world.publish(content)
