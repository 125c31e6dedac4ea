"""The project's own four plans. Whoever registers plans of his own beside them runs the same tests, and they hold for him, too."""

from __future__ import annotations

import csv
import tempfile
from functools import cache
from pathlib import Path

import yaml

from carbonpeak.plans.collection import Collection, read_collection
from carbonpeak.plans.registry import CollectionEntry, load

PLANS = Path(__file__).parents[1] / "plans"
COLLECTION = "shanghai"
PLAN_IDS = ("310105-2022", "310106-2022", "310110-2022", "310118-2022")


def files() -> list[Path]:
    """The texts of the four plans, by name."""
    entry = load(PLANS).collections[COLLECTION]
    paths = [PLANS / one.path for plan in entry.plans if plan.plan_id in PLAN_IDS for one in plan.renditions]
    assert len(paths) == 5
    return sorted(paths)


def alone(folder: Path) -> Path:
    """Makes `folder` a folder of these plans alone, with the corrections of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in files():
        (folder / path.name).write_bytes(path.read_bytes())
    entry = yaml.safe_load((PLANS / "plans.yaml").read_text(encoding="utf-8-sig"))["collections"][COLLECTION]
    entry["plans"] = [plan for plan in entry["plans"] if plan["plan_id"] in PLAN_IDS]
    text = yaml.safe_dump({"collections": {COLLECTION: entry}}, allow_unicode=True, sort_keys=False)
    (folder / "plans.yaml").write_text(text, encoding="utf-8")
    with (PLANS / "corrections.csv").open(encoding="utf-8-sig", newline="") as handle:
        header, *lines = csv.reader(handle)
    with (folder / "corrections.csv").open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([header, *(line for line in lines if line and line[0] in PLAN_IDS)])
    return folder


@cache
def read() -> Collection:
    """The tables of these plans alone. Not to be changed."""
    with tempfile.TemporaryDirectory() as folder:
        return read_collection(alone(Path(folder)), COLLECTION)


@cache
def entry() -> CollectionEntry:
    """What plans.yaml says of their collection, without plans of others."""
    with tempfile.TemporaryDirectory() as folder:
        return load(alone(Path(folder))).collections[COLLECTION]
