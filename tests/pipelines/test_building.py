"""Building a folder from an edition: the same bytes wherever it is done, and what is compared is what is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import COLLECTION, DATE, PLANS, World, files_of, judged

from carbonpeak.plans.registry import load
from pipelines.releases import building, snapshots
from pipelines.releases.comparing import NOT_CONTENT


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Building needs no Dagster instance."""
    shutil.copytree(PLANS, tmp_path / "plans")
    return World(tmp_path)


def edition(world: World, version: str = "0.1.0") -> building.Edition:
    content = world.content()
    return building.Edition(
        entry=load(world.plans).collections[COLLECTION],
        frames=content.frames,
        texts=content.texts,
        results=judged(content).results,
        version=version,
        released=DATE,
    )


def test_a_release_can_be_built_again_elsewhere(world: World) -> None:
    released = world.publish(world.content()).path
    building.build(world.root / "again", edition(world))
    assert files_of(world.root / "again") == files_of(released)


def test_version_and_date_are_what_is_handed_in(world: World) -> None:
    building.build(world.root / "one", edition(world))
    building.build(world.root / "two", edition(world, "7.0.0"))
    first, second = files_of(world.root / "one"), files_of(world.root / "two")
    assert first.keys() == second.keys()
    assert first["datapackage.json"] != second["datapackage.json"]
    assert first["data/targets.csv"] == second["data/targets.csv"]


def test_a_folder_is_not_built_twice(world: World) -> None:
    building.build(world.root / "one", edition(world))
    before = files_of(world.root / "one")
    with pytest.raises(FileExistsError):
        building.build(world.root / "one", edition(world, "7.0.0"))
    assert files_of(world.root / "one") == before


def test_what_is_compared_is_what_is_written(world: World) -> None:
    content = world.content()
    said = snapshots.of_release(world.publish(content).path)
    meant = edition(world).snapshot()
    assert (meant.schemas, meant.texts, meant.about) == (said.schemas, said.texts, said.about)
    assert set(meant.about) >= {"name", "title", "description", "licenses", "contributors"}
    assert meant.rows == {name: rows for name, rows in said.rows.items() if name not in NOT_CONTENT}
