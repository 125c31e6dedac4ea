"""A small world for the tests of the pipeline: its own plans, its own folder of releases, its own Dagster instance."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest
from assets.ports import Content, Outcome, Quality
from carbonpeak.clean import squeeze
from carbonpeak.registry import load
from pipelines import release
from pipelines.definitions import build_definitions
from pipelines.home import ROOT
from pipelines.jobs import JOB_NAME
from pipelines.resources import PlanStore
from validations import pandera_gate, tables

PLANS = Path(__file__).with_name("plans")
COLLECTION, PACKAGE, DATE = "trial", "trial-plans", "2022-12-31"


@dataclass
class World:
    """Folders and an instance; `reader` is what reads the plans, when it is not the real one."""

    root: Path
    instance: dg.DagsterInstance | None = None
    reader: PlanStore | None = None

    @property
    def plans(self) -> Path:
        return self.root / "plans"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def package(self) -> Path:
        return self.published / PACKAGE

    @property
    def store(self) -> PlanStore:
        return self.reader or PlanStore(folder=str(self.plans))

    def definitions(self) -> dg.Definitions:
        return build_definitions(self.store, str(self.published), date=DATE)

    def run(self, *assets: str, **tags: str) -> dg.ExecuteInProcessResult:
        """Run the job, or only the named assets of it with their checks."""
        job = self.definitions().resolve_job_def(JOB_NAME)
        return job.execute_in_process(
            instance=self.instance,
            partition_key=COLLECTION,
            asset_selection=[dg.AssetKey(name) for name in assets] or None,
            raise_on_error=False,
            tags=tags,
        )

    def content(self) -> Content:
        """What the reader makes of the plans, as tables."""
        collection = self.store.read(COLLECTION)
        return Content.of(collection, {name: tables.frame(name, rows) for name, rows in collection.tables.items()})

    def publish(self, content: Content, quality: Quality | None = None, wait: float = 1.0) -> Outcome:
        """Publish without Dagster."""
        entry = load(self.plans).collections[COLLECTION]
        return release.publish(self.package, entry, content, quality or judged(content), date=DATE, wait=wait)

    def edit(self, file: str, old: str, new: str) -> None:
        """Change a plan; fails when there is nothing to change."""
        path = self.plans / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


def judged(content: Content) -> Quality:
    """What the first gate finds in the content."""
    given = pandera_gate.Context(frames=content.frames, texts=content.texts, squeeze=squeeze)
    results = [item for name, frame in content.frames.items() for item in pandera_gate.check(name, frame, given)]
    return Quality(results=results, fingerprint=content.fingerprint())


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    shutil.copytree(PLANS, tmp_path / "plans")
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(ROOT / "dagster.yaml", home)
    with dg.DagsterInstance.from_config(str(home)) as instance:
        yield World(tmp_path, instance)
