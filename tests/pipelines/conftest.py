"""A small world for the tests of the pipeline: its own plans, its own folder of releases, its own Dagster instance."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest
from sftp_server import SftpServer
from sftp_server import started as sftp_server

from assets.ports import Content, Outcome, Quality
from carbonpeak.plans.registry import load
from carbonpeak.structure.clean import squeeze
from pipelines import history
from pipelines.definitions import build_definitions
from pipelines.home import CONFIGURATION
from pipelines.jobs import JOB_NAME
from pipelines.releases import publishing
from pipelines.releases.formats import listing
from pipelines.releases.places import place
from pipelines.resources import PlanStore
from validations import package_gate, pandera_gate, tables

PLANS = Path(__file__).with_name("plans")
COLLECTION, PACKAGE, DATE = "trial", "trial-plans", "2022-12-31"
PUBLISHED = {"base_url": "https://data.example/trial", "contact": "data@example.org", "doi": "10.1234/trial"}


@dataclass
class World:
    """Folders and an instance; `reader` is what reads the plans, when it is not the real one, `address` where releases go."""

    root: Path
    instance: dg.DagsterInstance | None = None
    reader: PlanStore | None = None
    address: str | None = None

    @property
    def plans(self) -> Path:
        return self.root / "plans"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def folder(self) -> str:
        """Where releases go: the folder `published`, or an address."""
        return self.address or str(self.published)

    @property
    def package(self) -> Path:
        return self.published / PACKAGE

    @property
    def store(self) -> PlanStore:
        return self.reader or PlanStore(folder=str(self.plans))

    def definitions(self) -> dg.Definitions:
        return build_definitions(self.store, self.folder, date=DATE)

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

    def publish(
        self, content: Content, quality: Quality | None = None, wait: float = 1.0, stable: bool = False
    ) -> Outcome:
        """Publish without Dagster."""
        entry = load(self.plans).collections[COLLECTION]
        terms = publishing.Terms(date=DATE, inputs=self.store.digest(COLLECTION), stable=stable, wait=wait)
        return publishing.publish(place(self.folder, PACKAGE), entry, content, quality or judged(content), terms)

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


def garbling(write):
    """A writer after which one byte of a table is not what was described."""

    def garbled(folder, *arguments, **options):
        write(folder, *arguments, **options)
        path = folder / "data" / "targets.csv"
        path.write_bytes(path.read_bytes().replace(b"2025", b"2026", 1))

    return garbled


def few_formats(patch: Callable[[object, str, object], object], *names: str) -> None:
    """Releases are CSV, SQLite and the named formats only, and the gate on their files is left out: for tests that are about neither."""
    few = tuple(item for item in listing.formats() if item.name in ("csv", "sqlite", *names))
    patch(listing, "formats", lambda: few)
    patch(package_gate, "check", lambda folder: [])


@pytest.fixture
def plain_releases(monkeypatch: pytest.MonkeyPatch) -> None:
    few_formats(monkeypatch.setattr, "parquet")


@contextmanager
def opened(root: Path) -> Iterator[World]:
    """The world in a folder, with an instance by the project's own configuration."""
    home = root / "home"
    home.mkdir(exist_ok=True)
    shutil.copy(CONFIGURATION, home)
    with history.held_open(), dg.DagsterInstance.from_config(str(home)) as instance:
        yield World(root, instance)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A world in which nothing has run yet."""
    shutil.copytree(PLANS, tmp_path / "plans")
    with opened(tmp_path) as world:
        yield world


@pytest.fixture(scope="module", params=["nowhere", "somewhere"])
def described(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of a collection that says nothing of where it is published, and of one that does; not to be changed."""
    root = tmp_path_factory.mktemp(request.param)
    shutil.copytree(PLANS, root / "plans")
    world = World(root)
    if request.param == "somewhere":
        lines = "".join(f"    {key}: {value}\n" for key, value in PUBLISHED.items())
        world.edit("plans.yaml", f"  {COLLECTION}:\n", f"  {COLLECTION}:\n{lines}")
    return world.publish(world.content()).path


@pytest.fixture(scope="session")
def first_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a world in which the job has run once; not to be changed."""
    root = tmp_path_factory.mktemp("first")
    shutil.copytree(PLANS, root / "plans")
    with opened(root) as world:
        assert world.run().success
    return root


@pytest.fixture
def released(first_release: Path, tmp_path: Path) -> Iterator[World]:
    """A world of its own in which the job has run once and released 0.1.0."""
    shutil.copytree(first_release, tmp_path, dirs_exist_ok=True)
    with opened(tmp_path) as world:
        yield world


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SftpServer]:
    """A real SFTP server that serves the folder `published` of the test, and whom this process knows."""
    with sftp_server(tmp_path / "server", tmp_path / "published") as started:
        started.greet(monkeypatch)
        yield started
