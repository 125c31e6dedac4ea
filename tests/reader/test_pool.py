"""Many files, read by several processes: they write what one writes, and end when the program does."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from many_files import copies

from carbonpeak.extraction import batch, extract, pool
from carbonpeak.extraction.outcomes import outcomes
from carbonpeak.extraction.writers import FORMATS
from carbonpeak.records import TABLES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("form", FORMATS)
def test_several_processes_write_what_one_writes(form: str, tmp_path: Path) -> None:
    files = copies(tmp_path / "in", 70)
    one, several = tmp_path / "one", tmp_path / "several"
    assert extract.extract(files, one, form, 1) == extract.extract(files, several, form, 2)
    for name in TABLES:
        assert (one / f"{name}.{form}").read_bytes() == (several / f"{name}.{form}").read_bytes(), name


def test_a_file_that_ends_its_process_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = copies(tmp_path / "in", 40)
    groups = [batch.Group(None, None, {}, [batch.File(file, file.stem, "ocr", True)]) for file in files]
    groups[5] = groups[5]._replace(metadata=_Deadly())
    found = list(outcomes(groups, "csv", 2))
    assert [number for number, one in enumerate(found) if isinstance(one, batch.Failed)] == [5]
    assert "reading it ended the process" in found[5].left_out.problem


def test_a_process_that_a_broken_pool_had_just_started_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[multiprocessing.process.BaseProcess] = []

    class Broken:
        """A pool that breaks while it starts a process, which nobody listens to any more."""

        def submit(self, *_: object) -> Future[object]:
            left.append(multiprocessing.get_context("forkserver").Process(target=time.sleep, args=(600,)))
            left[0].start()
            future: Future[object] = Future()
            future.set_exception(BrokenProcessPool())
            return future

        def shutdown(self, cancel_futures: bool) -> None:
            left[0].join(10)

    real = pool._pool
    pools = iter([Broken()])
    monkeypatch.setattr(pool, "_pool", lambda *arguments: next(pools, None) or real(*arguments))
    files = copies(tmp_path / "in", 3)
    groups = [batch.Group(None, None, {}, [batch.File(file, file.stem, "ocr", True)]) for file in files]
    assert all(isinstance(one, batch.Read) for one in outcomes(groups, "csv", 2))
    assert not left[0].is_alive()


@pytest.mark.parametrize("error", [ConnectionRefusedError, EOFError])
def test_a_pool_that_cannot_begin_at_once_is_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    real = pool._submit
    refused: list[int] = []

    def submit(*arguments: object) -> object:
        if not refused:
            refused.append(1)
            raise error
        return real(*arguments)

    monkeypatch.setattr(pool, "_submit", submit)
    files = copies(tmp_path / "in", 3)
    groups = [batch.Group(None, None, {}, [batch.File(file, file.stem, "ocr", True)]) for file in files]
    assert all(isinstance(one, batch.Read) for one in outcomes(groups, "csv", 2))
    assert refused


class _Deadly(dict):
    """Metadata that no process survives to receive."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="Ctrl-C goes to a group of processes")
@pytest.mark.parametrize("seconds", [0.2, 0.5, 0.9])
def test_ctrl_c_ends_all_processes_and_says_one_thing(seconds: float, tmp_path: Path) -> None:
    files = copies(tmp_path / "in", 300)
    command = [sys.executable, "-m", "pipelines.cli", "extract", *map(str, files), "--out", str(tmp_path / "out")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)  # a process that is left would hold the pipe open
    said = [line for line in errors.splitlines() if not line.startswith("warning: ")]
    assert process.returncode == 130 and len(said) == 1, errors
    assert not (tmp_path / "out").exists()


def test_reading_processes_start_afresh() -> None:
    with pool._pool(1, frozenset()) as processes:
        assert processes._mp_context.get_start_method() in ("forkserver", "spawn")
