"""1.0.0, declared by a person once; and that no release is ever written again, in whatever way somebody tries."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from conftest import COLLECTION, PACKAGE, PLANS, World, files_of, judged

from assets.ports import Content, Refused
from carbonpeak.plans.registry import load
from pipelines.cli import main
from pipelines.releases import building, catalogue, versioning
from pipelines.releases.places import place
from pipelines.releases.store import StoreError

pytestmark = pytest.mark.usefixtures("plain_releases")

OLD, NEW, NEWER = "光伏装机容量2万千瓦", "光伏装机容量3万千瓦", "光伏装机容量4万千瓦"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Releasing needs no Dagster instance."""
    shutil.copytree(PLANS, tmp_path / "plans")
    return World(tmp_path)


def versions(world: World) -> list[str]:
    return [entry.version for entry in catalogue.releases(world.package)]


def test_stable_is_declared_without_any_change(world: World) -> None:
    world.publish(world.content())
    outcome = world.publish(world.content(), stable=True)
    assert (outcome.released, outcome.version) == (True, "1.0.0")
    last = catalogue.latest(world.package)
    assert (last.level, last.previous, last.counts, last.croissant) == ("declared", "0.1.0", {}, "none")
    assert last.changes[0].startswith("declared stable")
    assert len(pd.read_csv(outcome.path / "data" / "changes.csv")) == 0
    assert not world.publish(world.content()).released


def test_stable_is_declared_together_with_changes_and_counts_in_full_from_then_on(world: World) -> None:
    world.publish(world.content())
    world.edit("xuhui.txt", OLD, NEW)
    assert world.publish(world.content(), stable=True).version == "1.0.0"
    assert catalogue.latest(world.package).counts["targets"] == {"corrected": 3}
    content = world.content()
    content.frames["tasks"].loc[0, "title"] = "读法不同"
    assert world.publish(content).version == "1.0.1"


def test_a_first_release_can_be_stable(world: World) -> None:
    assert world.publish(world.content(), stable=True).version == "1.0.0"
    assert versions(world) == ["1.0.0"]


def test_stable_is_declared_once(world: World) -> None:
    world.publish(world.content(), stable=True)
    before = files_of(world.package)
    world.edit("xuhui.txt", OLD, NEW)
    for _ in range(2):
        with pytest.raises(Refused, match=r"1\.0\.0 was declared before"):
            world.publish(world.content(), stable=True)
    assert files_of(world.package) == before


def test_a_failed_check_holds_back_a_declaration(world: World) -> None:
    content = world.content()
    content.frames["targets"].loc[0, "measure"] = "wish"
    with pytest.raises(Refused, match="checks failed"):
        world.publish(content, judged(content), stable=True)
    assert versions(world) == []


def test_the_command_runs_the_whole_job(world: World, capfd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(world.root / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    places = ["--plans", str(world.plans), "--published", str(world.published)]
    assert main(["declare-stable", *places, "--date", "2023-01-31"]) == 0
    out = capfd.readouterr().out
    assert "released 1.0.0" in out and "declared stable" in out and "checked by Great Expectations" in out
    assert main(["declare-stable", *places]) == 1
    assert "1.0.0 was declared before" in capfd.readouterr().err
    assert main(["declare-stable", *places, "--collection", "nowhere"]) == 2
    registry = world.plans / "plans.yaml"
    text = registry.read_text(encoding="utf-8")
    registry.write_text(text + text[text.index("  trial:") :].replace("trial", "second"), encoding="utf-8")
    assert main(["declare-stable", *places]) == 2
    assert "has the collections trial, second; name one with --collection." in capfd.readouterr().err
    assert versions(world) == ["1.0.0"]


@pytest.fixture(scope="module")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a world with two releases and a plan that has changed again; not to be changed."""
    root = tmp_path_factory.mktemp("two")
    shutil.copytree(PLANS, root / "plans")
    world = World(root)
    world.publish(world.content())
    world.edit("xuhui.txt", OLD, NEW)
    world.publish(world.content())
    world.edit("xuhui.txt", NEW, NEWER)
    return root


@pytest.fixture
def releases(two_releases: Path, tmp_path: Path) -> World:
    """A world of its own like that."""
    shutil.copytree(two_releases, tmp_path, dirs_exist_ok=True)
    return World(tmp_path)


def unchanged(world: World, before: dict[str, bytes]) -> bool:
    """Whether every file of every release is what it was."""
    now = files_of(world.package)
    return {name: data for name, data in now.items() if name[0].isdigit()} == {
        name: data for name, data in before.items() if name[0].isdigit()
    }


def test_a_number_that_comes_out_again_is_refused(releases: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files_of(releases.package)
    for version in ("0.1.0", "0.1.1"):
        monkeypatch.setattr(versioning, "next_version", lambda last, level, version=version: version)
        with pytest.raises(Refused, match=f"{version} would follow 0.1.1, but was released already"):
            releases.publish(releases.content())
    assert files_of(releases.package) == before


def test_a_list_out_of_order_is_refused(releases: World) -> None:
    path = releases.package / "versions.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["versions"].reverse()
    path.write_text(json.dumps(document), encoding="utf-8")
    before = files_of(releases.package)
    with pytest.raises(Refused, match=r"0\.1\.1 would follow 0\.1\.0, but was released already"):
        releases.publish(releases.content())
    assert unchanged(releases, before)


@pytest.mark.parametrize("kept", [0, 1])
def test_a_list_that_forgot_a_release_is_refused(releases: World, kept: int) -> None:
    path = releases.package / "versions.json"
    entries = catalogue.releases(releases.package)[:kept]
    path.unlink()
    if entries:
        path.write_text(catalogue.text(PACKAGE, entries), encoding="utf-8")
    before = files_of(releases.package)
    with pytest.raises(Refused, match=r"is there already, but versions\.json does not list it"):
        releases.publish(releases.content())
    assert unchanged(releases, before)


def test_the_steps_themselves_write_into_no_release(releases: World) -> None:
    before = files_of(releases.package)
    content = releases.content()
    store = place(releases.folder, PACKAGE)
    listed = store.releases()
    shutil.copytree(releases.package / "0.1.0", store.building)
    with pytest.raises(StoreError):
        store.add(PACKAGE, replace(listed[0], level="patch"), listed)
    with pytest.raises(OSError):
        store.bring("0.1.0")
    with pytest.raises(FileExistsError):
        building.build(releases.package / "0.1.0", edition(releases, content))
    store.clean()
    assert files_of(releases.package) == before


def edition(world: World, content: Content) -> building.Edition:
    entry = load(world.plans).collections[COLLECTION]
    return building.Edition(entry, content.frames, content.texts, judged(content).results, "0.1.0", "2022-12-31")
