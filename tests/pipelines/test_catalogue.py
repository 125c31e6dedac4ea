"""The list of releases and the feed made from it: what they say of each, what older lists leave out, and no lie in between."""

from __future__ import annotations

import datetime
import json
import shutil
import uuid
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import PACKAGE, PLANS, World, files_of

from pipelines.home import ROOT
from pipelines.releases import catalogue, feed, provenance
from pipelines.releases.checksums import sha256

pytestmark = pytest.mark.usefixtures("plain_releases")

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Releasing needs no Dagster instance."""
    shutil.copytree(PLANS, tmp_path / "plans")
    return World(tmp_path)


def two_releases(world: World) -> list[catalogue.Entry]:
    world.publish(world.content())
    world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    world.publish(world.content())
    return catalogue.releases(world.package)


def test_the_list_says_what_changed_and_what_a_release_was_made_from(world: World) -> None:
    first, second = two_releases(world)
    assert (first.level, first.previous, first.croissant, first.counts, first.causes) == ("initial", None, None, {}, {})
    assert (second.level, second.previous, second.croissant) == ("patch", "0.1.0", "major")
    assert second.counts["targets"] == {"corrected": 3}
    total = sum(sum(kinds.values()) for kinds in second.counts.values())
    assert second.causes == {"source_revised": total} and second.rows["changes"] == total
    assert first.inputs != second.inputs == world.store.digest("trial")
    assert first.code == second.code == provenance.code()
    assert first.environment == sha256(ROOT / "requirements.lock")


def test_an_older_list_is_read_and_stays_as_it_was() -> None:
    for path in (ROOT / "published").glob("*/versions.json"):
        entries = catalogue.parse(path.read_bytes(), str(path))
        assert entries
        package = json.loads(path.read_text(encoding="utf-8"))["package"]
        assert catalogue.text(package, entries).encode() == path.read_bytes()


def test_a_release_beside_an_older_one_leaves_its_entry_as_it_was(world: World) -> None:
    world.publish(world.content())
    path = world.package / "versions.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    known = ("version", "released", "path", "level", "changes", "rows", "checksums_sha256")
    document["versions"] = [{name: one[name] for name in known} for one in document["versions"]]
    path.write_text(json.dumps(document), encoding="utf-8")
    world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    world.publish(world.content())
    after = json.loads(path.read_text(encoding="utf-8"))["versions"]
    assert after[0] == document["versions"][0]
    assert set(after[1]) == set(catalogue.Entry.__dataclass_fields__)


@pytest.mark.parametrize("name", ["carbonpeak/data/units.csv", "validations/schemas/a.yaml", "assets/b.py"])
def test_the_hash_of_the_code_is_over_every_file_and_its_path(tmp_path: Path, name: str) -> None:
    for one in ("carbonpeak/data/units.csv", "validations/schemas/a.yaml", "assets/b.py", "pipelines/c.j2"):
        (tmp_path / one).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / one).write_text(one, encoding="utf-8")
    before = provenance.code(tmp_path)
    (tmp_path / "assets" / "__pycache__").mkdir()
    (tmp_path / "assets" / "__pycache__" / "b.pyc").write_bytes(b"x")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "d.py").write_text("", encoding="utf-8")
    assert provenance.code(tmp_path) == before
    path = tmp_path / name
    path.write_text("edited", encoding="utf-8")
    edited = provenance.code(tmp_path)
    path.write_text(name, encoding="utf-8")
    path.rename(path.with_name("renamed"))
    assert len({before, edited, provenance.code(tmp_path)}) == 3
    assert provenance.environment(tmp_path) is None


def test_the_feed_lists_every_release_newest_first(world: World) -> None:
    entries = two_releases(world)
    root = ET.fromstring((world.package / "feed.xml").read_bytes())
    check_atom(root)
    found = root.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in found] == [f"{PACKAGE} 0.1.1", f"{PACKAGE} 0.1.0"]
    for one, release in zip(found, reversed(entries), strict=True):
        assert one.findtext(f"{ATOM}content") == "\n".join([*release.changes, *release.changes_zh])
        assert len(release.changes_zh) == len(release.changes)
        for link in one.findall(f"{ATOM}link"):
            assert (world.package / link.get("href")).is_file()


def check_atom(root: ET.Element) -> None:
    """What RFC 4287 requires of a feed and its entries."""
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    for element in (root, *entries):
        for tag in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{tag}")) == 1
            assert element.findtext(f"{ATOM}{tag}").strip()
        scheme, kind, name = element.findtext(f"{ATOM}id").split(":")
        assert (scheme, kind) == ("urn", "uuid") and uuid.UUID(name)
        assert datetime.datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo
        relations = [link.get("rel") for link in element.findall(f"{ATOM}link")]
        assert relations.count("alternate") == (0 if element is root else 1)
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    assert len({one.findtext(f"{ATOM}id") for one in (root, *entries)}) == len(entries) + 1
    assert root.findtext(f"{ATOM}updated") == max(one.findtext(f"{ATOM}updated") for one in entries)


def test_the_feed_depends_on_the_list_alone(world: World) -> None:
    entries = two_releases(world)
    told = (world.package / "feed.xml").read_bytes()
    assert told == feed.atom(PACKAGE, entries) == feed.atom(PACKAGE, catalogue.releases(world.package))
    assert feed.atom(PACKAGE, entries[:1]) != told


def test_what_a_feed_says_is_escaped() -> None:
    entry = catalogue.Entry("0.1.0", "2022-12-31", "0.1.0", "initial", ["a <b> & c", "]]>"], {}, "0")
    root = ET.fromstring(feed.atom(PACKAGE, [entry]))
    check_atom(root)
    assert root.findtext(f"{ATOM}entry/{ATOM}content") == "a <b> & c\n]]>"


@pytest.mark.parametrize("told", [None, b"<behind/>"])
def test_a_feed_that_is_behind_is_mended_by_the_next_run(world: World, told: bytes | None) -> None:
    world.publish(world.content())
    good = files_of(world.package)
    path = world.package / "feed.xml"
    path.unlink()
    if told is not None:
        path.write_bytes(told)
    assert not world.publish(world.content()).released
    assert files_of(world.package) == good
