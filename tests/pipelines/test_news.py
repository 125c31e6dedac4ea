"""What a release says of the versions before it, of what it holds and of when its plans came out."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from conftest import COLLECTION, DATE, PLANS, World, judged

from carbonpeak.plans.registry import load
from pipelines.releases import building, changes, feed
from pipelines.releases.comparing import Comparison
from pipelines.releases.metadata import addresses
from validations import standards
from validations.fingerprint import fingerprint

pytestmark = pytest.mark.usefixtures("plain_releases")

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Releasing needs no Dagster instance."""
    shutil.copytree(PLANS, tmp_path / "plans")
    return World(tmp_path)


def edition(world: World, **terms: Any) -> building.Edition:
    content = world.content()
    entry = load(world.plans).collections[COLLECTION]
    made = building.Edition(entry, content.frames, content.texts, judged(content).results, "0.1.0", DATE)
    return replace(made, **terms)


def read(folder: Path, name: str) -> Any:
    text = (folder / name).read_text(encoding="utf-8")
    return yaml.safe_load(text) if name.endswith(".cff") else json.loads(text)


def node(folder: Path, name: str = "./") -> dict[str, Any]:
    (found,) = [item for item in read(folder, "ro-crate-metadata.json")["@graph"] if item["@id"] == name]
    return found


def test_a_second_release_names_the_first_and_what_changed(world: World) -> None:
    world.publish(world.content())
    world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    second = world.publish(world.content()).path
    package = read(second, "datapackage.json")
    (_, before) = feed_ids(world)
    assert (package["previous_version"], package["previous_version_id"]) == ("0.1.0", before)
    assert (
        "targets: 1 row corrected, 3 cells" in package["version_notes"]
        and "targets：改动 1 行，共 3 个单元格" in package["version_notes_zh"]
    )
    dataset = read(second, "dcat.jsonld")["dcat:dataset"][0]
    assert dataset["dcat:previousVersion"] == dataset["dcat:prev"] == {"@id": before}
    notes = {(item["@language"], item["@value"]) for item in dataset["adms:versionNotes"]}
    assert {("en", "targets: 1 row corrected, 3 cells"), ("zh", "targets：改动 1 行，共 3 个单元格")} <= notes
    related = {item["relationType"]: item for item in read(second, "datacite.json")["relatedIdentifiers"]}
    assert related["IsNewVersionOf"]["relatedIdentifier"] == before
    assert node(second)["previousVersion"] == {"@id": before} and node(second, before)["version"] == "0.1.0"
    readme = (second / "README.md").read_text(encoding="utf-8")
    news = readme[readme.index("## What is new") : readme.index("## What it looks like")]
    assert (
        f"0.1.0 (`{before}`)" in news
        and "- targets: 1 row corrected, 3 cells · targets：改动 1 行，共 3 个单元格\n" in news
    )
    assert "(../versions.json)" in news and "(../feed.xml)" in news and "(data/changes.csv)" in news


def feed_ids(world: World) -> list[str]:
    """The ids of the versions in the feed, the newest first."""
    from xml.etree import ElementTree as ET

    entries = ET.fromstring((world.package / feed.FILE_NAME).read_bytes()).iter(f"{ATOM}entry")
    return [entry.findtext(f"{ATOM}id", "") for entry in entries]


def test_a_first_release_has_none_before_it(world: World) -> None:
    first = world.publish(world.content()).path
    package = read(first, "datapackage.json")
    assert not [key for key in package if key.startswith("previous")]
    assert (package["version_notes"], package["version_notes_zh"]) == (["first release"], ["首版"])
    assert "- first release · 首版\n" in (first / "README.md").read_text(encoding="utf-8")
    for name in ("dcat.jsonld", "datacite.json", "ro-crate-metadata.json"):
        assert not [
            word for word in ("IsNewVersionOf", 'reviousVersion": {') if word in (first / name).read_text("utf-8")
        ]


def test_with_an_address_the_version_before_has_one(world: World) -> None:
    world.edit("plans.yaml", f"  {COLLECTION}:\n", f"  {COLLECTION}:\n    base_url: https://data.example/trial\n")
    building.build(world.root / "made", edition(world, version="0.2.0", last_version="0.1.0"))
    package = read(world.root / "made", "datapackage.json")
    assert addresses.previous(package) == "https://data.example/trial/0.1.0/#dataset"
    assert addresses.release({**package, "url": package["url"].replace("0.2.0", "0.1.0")}) == addresses.previous(
        package
    )


def test_every_kind_of_change_can_be_told_in_both_languages() -> None:
    phrases = yaml.safe_load(changes.PHRASES.read_text(encoding="utf-8"))
    from pipelines.releases.versioning import WEIGHTS

    told = {"edited" if kind.endswith("_edited") and kind != "text_edited" else kind for kind in WEIGHTS}
    assert told <= phrases.keys()
    for name, phrase in phrases.items():
        assert phrase.keys() == {"en", "zh"}, name
        braces = [{part.split("}")[0] for part in words.split("{")[1:]} for words in phrase.values()]
        assert braces[0] == braces[1], name
    assert changes.notes(Comparison(()), "1.0.0", "zh") == [phrases["declared"]["zh"]]


def test_anybody_can_compute_the_fingerprint(world: World) -> None:
    made = world.publish(world.content()).path
    package = read(made, "datapackage.json")
    readme = (made / "README.md").read_text(encoding="utf-8")
    (command,) = [line for line in readme.splitlines() if line.startswith("LC_ALL=C")]
    found = subprocess.run(command, shell=True, cwd=made, capture_output=True, text=True, check=True).stdout
    assert package["fingerprint"] == f"sha256:{found.split()[0]}"
    assert f"`{package['fingerprint']}`" in readme[readme.index("## How to cite it") :]
    assert package["fingerprint"] in read(made, "croissant.json")["citeAs"]
    assert package["fingerprint"] in [item["value"] for item in read(made, "CITATION.cff")["identifiers"]]


def test_the_fingerprint_is_that_of_the_content_alone(world: World) -> None:
    building.build(world.root / "one", edition(world))
    building.build(world.root / "two", edition(world, version="7.0.0", released="2031-01-01"))
    made = [read(world.root / name, "datapackage.json") for name in ("one", "two")]
    assert made[0]["fingerprint"] == made[1]["fingerprint"] and made[0]["version_id"] != made[1]["version_id"]
    world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    building.build(world.root / "three", edition(world))
    other = read(world.root / "three", "datapackage.json")
    assert other["fingerprint"] != made[0]["fingerprint"] and other["version_id"] == made[0]["version_id"]
    assert fingerprint({"data/a.csv": "1", "data/a.jsonl": "2"}) == fingerprint({"data/a.csv": "1", "texts/a.md": "3"})


def test_the_day_of_a_meeting_is_no_day_of_publication(world: World) -> None:
    frames = world.content().frames
    days = {"adopted_on": [date(2022, 12, 5), None], "issued_on": [None] * 2, "printed_on": [None, date(2022, 12, 16)]}
    plans = frames["plans"].assign(**{name: pd.Series(found, dtype=object) for name, found in days.items()})
    made = world.root / "made"
    building.build(made, edition(world, frames={**frames, "plans": plans}))
    (first, second) = read(made, "datapackage.json")["sources"]
    assert first["adopted_on"] == "2022-12-05" and not {"issued_on", "printed_on", "date"} & first.keys()
    derived = read(made, "dcat.jsonld")["dcat:dataset"][0]["prov:wasDerivedFrom"]
    assert derived[0]["dct:dateAccepted"]["@value"] == "2022-12-05" and "dct:issued" not in derived[0]
    assert derived[1]["dct:issued"]["@value"] == second["printed_on"] and "dct:dateAccepted" not in derived[1]
    published = {
        "CITATION.cff": [item.get("date-released") for item in read(made, "CITATION.cff")["references"]],
        "schema-org.jsonld": [item.get("datePublished") for item in read(made, "schema-org.jsonld")["isBasedOn"]],
        "croissant.json": [item.get("datePublished") for item in read(made, "croissant.json")["isBasedOn"]],
        "ro-crate": [node(made, item["path"]).get("datePublished") for item in (first, second)],
    }
    assert all(found == [None, second["printed_on"]] for found in published.values()), published
    years = [item.get("publicationYear") for item in read(made, "datacite.json")["relatedItems"]]
    assert years == [None, second["printed_on"][:4]]
    assert [item.describe() for item in standards.check(made) if not item.passed] == []
