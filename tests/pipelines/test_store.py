"""Where releases live: the same promises for a folder, for an address that fsspec knows, and for a real SFTP server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from conftest import PACKAGE, PLANS, World, few_formats, files_of

from assets.ports import Refused
from pipelines.releases import catalogue, checksums
from pipelines.releases.places import place
from pipelines.releases.store import CLAIM, Folder, Store

OLD, NEW = "光伏装机容量2万千瓦", "光伏装机容量3万千瓦"


@pytest.fixture(params=["folder", "memory", "sftp"])
def world(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The same plans, with releases going to each kind of place. What formats they have, and the gate on their files, is no matter of the place."""
    few_formats(monkeypatch.setattr)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    shutil.copytree(PLANS, tmp_path / "plans")
    address = None
    if request.param == "memory":
        address = f"memory://{tmp_path.name}/published"
    elif request.param == "sftp":
        address = request.getfixturevalue("server").address
    yield World(tmp_path, address=address)
    fsspec.filesystem("memory").store.clear()


def store(world: World) -> Store:
    return place(world.folder, PACKAGE)


def names(opened: Store) -> set[str]:
    """Everything that lies at the top of the store."""
    if isinstance(opened, Folder):
        return set(os.listdir(opened.path))
    fs, root = opened._opened
    return {path.rpartition("/")[2] for path in fs.ls(root, detail=False)}


def put(world: World, name: str, data: bytes) -> None:
    """Write a file past all rules."""
    opened = store(world)
    if isinstance(opened, Folder):
        (opened.path / name).parent.mkdir(parents=True, exist_ok=True)
        (opened.path / name).write_bytes(data)
    else:
        fs, root = opened._opened
        fs.makedirs(f"{root}/{name}".rpartition("/")[0], exist_ok=True)
        fs.pipe_file(f"{root}/{name}", data)


def test_releases_come_one_after_the_other_and_nothing_else_is_left(world: World) -> None:
    first = world.publish(world.content())
    assert (first.released, first.version, first.where) == (True, "0.1.0", f"{store(world).where}/0.1.0")
    assert world.publish(world.content()).released is False
    world.edit("xuhui.txt", OLD, NEW)
    second = world.publish(world.content())
    assert second.version == "0.1.1"
    assert names(store(world)) == {"versions.json", "feed.xml", "0.1.0", "0.1.1"}
    for entry in store(world).releases():
        assert store(world).altered(entry) == []
        assert checksums.altered(store(world).folder(entry), entry.checksums_sha256) == []
    put(world, "0.1.0/more.txt", b"not of the release")
    assert store(world).altered(store(world).releases()[0]) == ["more.txt"]


def test_a_release_is_the_same_wherever_it_goes(world: World, tmp_path: Path) -> None:
    elsewhere = World(tmp_path, address=str(tmp_path / "elsewhere"))
    assert files_of(world.publish(world.content()).path) == files_of(elsewhere.publish(world.content()).path)


@pytest.mark.parametrize("damage", ["gone", "shorter", "checksums"])
def test_a_damaged_release_is_noticed(world: World, damage: str) -> None:
    world.publish(world.content())
    name = "SHA256SUMS" if damage == "checksums" else "data/targets.csv"
    data = store(world).read(f"0.1.0/{name}")
    store(world).remove(f"0.1.0/{name}")
    if damage != "gone":
        put(world, f"0.1.0/{name}", data[:-2])
    with pytest.raises(Refused, match=rf"0\.1\.0/{name} is not what was released"):
        world.publish(world.content())


def test_what_a_killed_run_left_is_removed_and_only_that(world: World) -> None:
    world.publish(world.content())
    left = store(world)
    left.write(CLAIM, b'{"version": "0.1.1", "pid": 1, "host": "gone", "token": "x"}')
    put(world, "0.1.1/data/half.csv", b"half")
    put(world, ".versions.json.new", b"{")
    put(world, ".feed.xml.new", b"<")
    put(world, "somebody's file", b"kept")
    world.edit("xuhui.txt", OLD, NEW)
    assert world.publish(world.content()).version == "0.1.1"
    assert names(store(world)) == {"versions.json", "feed.xml", "0.1.0", "0.1.1", "somebody's file"}


def test_a_claim_on_a_listed_release_removes_nothing(world: World) -> None:
    world.publish(world.content())
    for version in ("0.1.0", "../0.1.0", ".", ""):
        store(world).write(CLAIM, f'{{"version": "{version}"}}'.encode())
        assert world.publish(world.content()).released is False
    assert names(store(world)) == {"versions.json", "feed.xml", "0.1.0"}


def test_a_folder_that_no_list_and_no_claim_names_is_left_alone(world: World) -> None:
    world.publish(world.content())
    store(world).remove("versions.json")
    with pytest.raises(Refused, match=r"0\.1\.0 is there already, but versions\.json does not list it"):
        world.publish(world.content())
    assert "0.1.0" in names(store(world))


def test_a_list_that_moved_meanwhile_is_not_replaced(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    content = world.content()
    kind = type(store(world))
    bring = kind.bring

    def meanwhile(self: Store, version: str) -> None:
        bring(self, version)
        entry = catalogue.Entry("9.0.0", "2022-12-31", "9.0.0", "initial", [], {}, "0")
        self.write("versions.json", catalogue.text(PACKAGE, [entry]).encode())

    monkeypatch.setattr(kind, "bring", meanwhile)
    with pytest.raises(Refused, match="another run released or is releasing at the same time"):
        world.publish(content)
    assert [entry.version for entry in store(world).releases()] == ["9.0.0"]


def test_a_claim_of_another_machine_is_respected(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    content = world.content()
    kind = type(store(world))
    bring = kind.bring

    def meanwhile(self: Store, version: str) -> None:
        bring(self, version)
        self.write(CLAIM, b'{"version": "0.1.0", "pid": 77, "host": "elsewhere", "token": "y"}')

    monkeypatch.setattr(kind, "bring", meanwhile)
    with pytest.raises(Refused, match="process 77 on elsewhere"):
        world.publish(content)
    assert store(world).releases() == []


def test_every_byte_is_on_the_disk_before_the_list_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(PLANS, tmp_path / "plans")
    world = World(tmp_path)
    content = world.content()
    fsync, replace, rename = os.fsync, os.replace, os.rename
    told: list[tuple[str, str]] = []

    def heard(what: str, name: object) -> None:
        told.append((what, os.path.relpath(str(name), world.published)))

    monkeypatch.setattr(os, "fsync", lambda at: (heard("on disk", os.readlink(f"/proc/self/fd/{at}")), fsync(at)))
    monkeypatch.setattr(os, "replace", lambda old, new: (heard("there", new), replace(old, new)))
    monkeypatch.setattr(os, "rename", lambda old, new: (heard("there", new), rename(old, new)))
    folder = world.publish(content).path
    brought, listed = told.index(("there", f"{PACKAGE}/0.1.0")), told.index(("there", f"{PACKAGE}/versions.json"))
    files = {f".staging/{PACKAGE}/{name}" for name in files_of(folder)}
    assert len(files) > 20
    assert files <= {name for what, name in told[:brought] if what == "on disk"}
    assert ("on disk", PACKAGE) in told[brought:listed]  # the folder's name in the folder above it
    assert ("on disk", f"{PACKAGE}/.versions.json.new") in told[brought:listed]
    assert ("on disk", PACKAGE) in told[listed:]
