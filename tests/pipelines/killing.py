"""Publishing, killed: a process of its own that publishes over and over in forked children and kills each at another step.

A step is a change to a file or a folder, or a request to a server: between two of them nothing happens that anybody could
find later. One trial stops at the lines of the store, for what is written and has not left the process. What builds the
files of a release writes to a folder that nobody looks at; most trials hand it its files ready-made.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conftest import PACKAGE, PLANS, World, few_formats, files_of, judged
from paramiko import SFTPClient, SFTPFile
from paramiko.sftp import CMD_READ

from assets.ports import Content, Outcome, Quality
from pipelines.home import ROOT
from pipelines.releases import building, catalogue, changes, checksums, feed, provenance, publishing, store
from pipelines.releases.store import STAGING, aside

CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.link", "os.symlink")
CHANGE, REQUEST = "change", "request"
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(frozen=True)
class Trial:
    """`before` is what has been released: nothing, or the plans as they are; `edit` whether a plan changed since."""

    root: Path
    before: bool
    edit: bool
    address: str | None = None  # of the server's folder `root/published`
    ready_made: bool = True
    most: int = 1000  # kills; where there are more steps, they are spread over them
    lines: bool = False  # kill at each line of the store, at its last pass, in place of the changes


def killed_everywhere(trial: Trial) -> int:
    """Carry the trial out in a process of its own; returns the number of kills. Raises what failed there."""
    here, there = multiprocessing.get_context("spawn").Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_answer, args=(trial, there))
    process.start()
    there.close()
    try:
        kills = here.recv()
    except EOFError:
        kills = "the process that kills died itself"
    process.join()
    assert isinstance(kills, int), kills
    print(f"{kills} kills")
    return kills


def _answer(trial: Trial, answer: Any) -> None:
    try:
        answer.send(_carry_out(trial))
    except BaseException:
        answer.send(traceback.format_exc())


def _carry_out(trial: Trial) -> int:
    shutil.copytree(PLANS, trial.root / "plans")
    world = World(trial.root, address=trial.address)
    if trial.address:
        few_formats(setattr)  # more of the kills fall where the store works
    elif trial.ready_made:
        publishing._gate = lambda folder: []
    _known_to_all()
    old = world.content()
    if trial.before:
        _in_child(lambda: world.publish(old, judged(old)))
    if trial.edit:
        world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    content = world.content()
    quality = judged(content)
    start, end = trial.root / "start", trial.root / "end"
    _reset(world, start, save=True)
    _in_child(lambda: world.publish(content, quality))
    _reset(world, end, save=True)
    if trial.ready_made:
        _make_ready(end, trial.root / "ready")
    _reset(world, start)
    steps = _in_child(lambda: _publish(world, content, quality), count=True, lines=trial.lines)
    assert _seen(world.package) == _seen(end / PACKAGE)
    chosen = _chosen(steps, trial.most)
    for step in chosen:
        _reset(world, start)
        _in_child(lambda: _publish(world, content, quality), kill_at=step, lines=trial.lines)
        _look(world.package, start / PACKAGE, end / PACKAGE, whole=trial.address is None)
        _in_child(lambda: _publish(world, content, quality))
        assert _seen(world.package) == _seen(end / PACKAGE), f"after the kill at step {step}"
        _nothing_left(world)
    return len(chosen)


def _known_to_all() -> None:
    """What every child would work out anew: the hash of the code, and the phrases of a release's notes."""
    digest = provenance.code()
    provenance.code = lambda root=ROOT: digest
    for language in ("en", "zh"):
        changes.notes(None, "0.1.0", language)


def _chosen(steps: list[str], most: int) -> list[int]:
    """Where to kill: at every line, or change, or request; where these are more than `most`, at some of them."""
    places: dict[str, list[int]] = {}
    for number, step in enumerate(steps):
        places.setdefault(step, []).append(number)
    changes, requests = places.pop(CHANGE, []), places.pop(REQUEST, [])
    lines = [passes[-1] for passes in places.values()]
    last = requests[-8:]  # the list of releases is among them
    found = lines or requests[:-8] or changes
    return sorted([*found[:: -(-len(found) // (most - len(last)))], *last])


def _publish(world: World, content: Content, quality: Quality) -> Outcome:
    return world.publish(content, quality)


def _make_ready(end: Path, ready: Path) -> None:
    """From here on the files of the release are those of the undisturbed run."""
    last = catalogue.latest(end / PACKAGE)
    shutil.copytree(end / PACKAGE / last.path, ready)
    frames = {name: range(rows) for name, rows in last.rows.items()}

    def build(folder: Path, edition: building.Edition) -> dict[str, Any]:
        shutil.copytree(ready, folder)
        return frames

    building.build = build


def _reset(world: World, saved: Path, save: bool = False) -> None:
    """Keep a copy of everything that is released, or put it back; the machine's own folders are emptied."""
    source, target = (world.published, saved) if save else (saved, world.published)
    shutil.rmtree(target, ignore_errors=True)
    source.mkdir(exist_ok=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(STAGING))
    shutil.rmtree(Path(os.environ["DAGSTER_HOME"]) / "stores", ignore_errors=True)


def _seen(package: Path) -> dict[str, bytes]:
    return files_of(package) if package.exists() else {}


def _look(package: Path, before: Path, after: Path, whole: bool) -> None:
    """What a reader finds after a kill: the old list or the new one, each release in it as it was released."""
    listed = _seen(package).get(catalogue.FILE_NAME)
    assert listed in (_seen(before).get(catalogue.FILE_NAME), _seen(after).get(catalogue.FILE_NAME))
    for entry in catalogue.releases(package):
        assert checksums.altered(package / entry.path, entry.checksums_sha256) == []
    told = _seen(package).get(feed.FILE_NAME)  # may be behind the list, but names nothing that is not in it
    assert told == _seen(before).get(feed.FILE_NAME) or (told, listed) == (
        _seen(after)[feed.FILE_NAME],
        _seen(after)[catalogue.FILE_NAME],
    )
    for folder in package.glob("[0-9]*") if whole else ():  # in a folder, a release appears at once, listed or not
        assert checksums.altered(folder, checksums.sha256(folder / checksums.CHECKSUMS)) == []


def _nothing_left(world: World) -> None:
    listed = {catalogue.FILE_NAME, feed.FILE_NAME, *(entry.path for entry in catalogue.releases(world.package))}
    assert {path.name for path in world.package.iterdir()} == listed
    assert not [path for path in world.published.glob(f"{STAGING}/*") if path.suffix != ".lock"]
    assert not (world.package / aside(catalogue.FILE_NAME)).exists()


def _in_child(
    work: Callable[[], object], count: bool = False, kill_at: int | None = None, lines: bool = False
) -> list[str]:
    """Do the work in a forked child: to its end, returning its steps, or until it is killed at a step."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        status = 1
        try:
            steps = _Steps(kill_at, lines) if count or kill_at is not None else None
            work()
            sys.settrace(None)
            if steps:
                with os.fdopen(into, "w") as told:
                    told.write("\n".join(steps.done))
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(into)
    with os.fdopen(out) as told:
        steps_done = told.read().splitlines()
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert killed == (kill_at is not None), f"step {kill_at}: the child ended with status {status}"
    assert killed or status == 0
    return steps_done


class _Steps:
    """Counts the steps of this process, and kills it at one of them."""

    def __init__(self, kill_at: int | None, lines: bool) -> None:
        self.done: list[str] = []
        self.kill_at = kill_at
        sys.addaudithook(self.audit)
        if lines:
            sys.settrace(self.called)
        for owner, name in ((SFTPClient, "_request"), (SFTPFile, "_write")):
            setattr(owner, name, self.counted(getattr(owner, name)))

    def counted(self, request: Callable[..., Any]) -> Callable[..., Any]:
        """The same request, counted. Reading is none: how often is asked for more is a matter of time, and changes nothing."""

        def asked(ours: Any, *arguments: Any) -> Any:
            if arguments[0] != CMD_READ:
                self.step(REQUEST)
            return request(ours, *arguments)

        return asked

    def step(self, what: str) -> None:
        if len(self.done) == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.done.append(what)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING):
            self.step(CHANGE)

    def called(self, frame: Any, event: str, argument: Any) -> Any:
        return self.line if frame.f_code.co_filename == store.__file__ else None

    def line(self, frame: Any, event: str, argument: Any) -> Any:
        if event == "line":
            self.step(f"line {frame.f_lineno}")
        return self.line
