"""Two runs at once, as processes of their own: one releases, the other waits for it or says who it waits for."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import PACKAGE, PLANS, World, files_of

from assets.ports import Refused
from pipelines.home import ROOT
from pipelines.releases import catalogue, checksums
from pipelines.releases.places import place

HOLDER = """
import sys, time; from pathlib import Path; from pipelines.lock import held
with held(Path(sys.argv[1]), 'a test', 1):
    print('held', flush=True)
    time.sleep(float(sys.argv[2]))
"""
PUBLISHER = """
import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1])
from conftest import World
world = World(Path(sys.argv[2]))
content = world.content()
print('ready', flush=True)
sys.stdin.readline()
outcome = world.publish(content, wait=120)
print('released' if outcome.released else 'nothing new', outcome.version, flush=True)
"""


@pytest.fixture
def world(tmp_path: Path) -> World:
    shutil.copytree(PLANS, tmp_path / "plans")
    return World(tmp_path)


@contextmanager
def holder(lock: Path, seconds: float) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock for so long, or until the block ends."""
    command = [sys.executable, "-c", HOLDER, str(lock), str(seconds)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def lock_of(world: World) -> Path:
    return place(world.folder, PACKAGE).lock


def test_the_second_is_told_who_the_first_is(world: World) -> None:
    content = world.content()
    with holder(lock_of(world), 60) as first, pytest.raises(Refused, match=rf"process {first.pid} on .* \(a test\)"):
        world.publish(content, wait=0.2)
    assert world.publish(content).version == "0.1.0"


def test_the_second_waits_for_the_first(world: World) -> None:
    content = world.content()
    with holder(lock_of(world), 0.5):
        start = time.monotonic()
        assert world.publish(content, wait=30).released
        assert time.monotonic() - start > 0.2


def test_of_two_at_once_one_releases(world: World) -> None:
    command = [sys.executable, "-c", PUBLISHER, str(Path(__file__).parent), str(world.root)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    both = [subprocess.Popen(command, cwd=ROOT, **pipes) for _ in range(2)]
    for one in both:
        assert one.stdout.readline() == "ready\n"
    for one in both:
        one.stdin.write("go\n")
        one.stdin.flush()
    said = sorted(one.communicate(timeout=120)[0] for one in both)
    assert said == ["nothing new 0.1.0\n", "released 0.1.0\n"]
    (entry,) = catalogue.releases(world.package)
    assert checksums.altered(world.package / entry.path, entry.checksums_sha256) == []
    assert {name.partition("/")[0] for name in files_of(world.package)} == {"0.1.0", "feed.xml", "versions.json"}
