"""Batches of plans read by a pool of processes. Only the outcomes that wait for their turn are in memory.

Processes are started afresh (forkserver or spawn) and never forked from a running program, which may hang.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.process
import os
import signal
import time
from collections import deque
from collections.abc import Iterator, Sequence, Set
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker

from carbonpeak.extraction.batch import Failed, Group, Outcome, Read, read_group
from carbonpeak.plans.collection import LeftOut

_BATCH = 32  # plans that a process gets at a time
_PAUSES = (0.05, 0.2, 1.0)  # seconds before a pool is begun again
_NOT_STARTED = (OSError, EOFError)  # what starts the processes has ended, before it was asked or meanwhile
_AHEAD = 2  # batches for each process that may wait to be read or taken
_Batch = Sequence[Group]

# A process that is not ready for it yet ignores it. If one died, the pool would end the others and no longer take what they send.
_STOP = getattr(signal, "SIGURG", None)

_reading = False  # in a reading process: whether there is something to stop
_stopped = False  # and whether it was told to
_seen: set[str] = set()  # in a reading process: the plan ids that it knows to be taken


def read_all(groups: Sequence[Group], registered: frozenset[str], form: str, jobs: int) -> Iterator[Outcome]:
    """The outcomes of the groups, in order. A group whose file ends its process is left out, the others are read."""
    others = set(multiprocessing.active_children())
    pool = _pool(jobs, registered)
    waiting: deque[tuple[_Batch, Future[list[Outcome]]]] = deque()
    try:
        for start in range(0, len(groups), _BATCH):
            batch = groups[start : start + _BATCH]
            try:
                waiting.append((batch, _submit(pool, batch, form)))
            except (BrokenProcessPool, *_NOT_STARTED):  # it may break while it is about to start another process
                _kill(others)
                while waiting:
                    yield from _taken(waiting, registered, form, others)
                pool, future = _begun(jobs, registered, batch, form)
                waiting.append((batch, future))
            while len(waiting) > _AHEAD * jobs:
                yield from _taken(waiting, registered, form, others)
        while waiting:
            yield from _taken(waiting, registered, form, others)
    finally:
        for process in set(multiprocessing.active_children()) - others:
            _tell_to_stop(process.pid)  # what it reads is of no use any more
        pool.shutdown(cancel_futures=True)  # a process that nobody told to end would outlive the program


def _taken(
    waiting: deque[tuple[_Batch, Future[list[Outcome]]]],
    registered: frozenset[str],
    form: str,
    others: Set[multiprocessing.process.BaseProcess],
) -> list[Outcome]:
    batch, future = waiting.popleft()
    try:
        return future.result()
    except BrokenProcessPool:
        _kill(others)
        return _alone(batch, registered, form)


def _kill(others: Set[multiprocessing.process.BaseProcess]) -> None:
    """Ends what a broken pool leaves: a process that was being started when it broke would wait for ever to be listened to."""
    for process in set(multiprocessing.active_children()) - others:
        process.kill()


def _alone(batch: _Batch, registered: frozenset[str], form: str) -> list[Outcome]:
    """A batch in a process of its own, halved until the file is found that ends the process."""
    try:
        pool, future = _begun(1, registered, batch, form)
        with pool:
            return future.result()
    except BrokenProcessPool:
        if len(batch) > 1:
            half = len(batch) // 2
            return _alone(batch[:half], registered, form) + _alone(batch[half:], registered, form)
        files = batch[0].files
        problem = "reading it ended the process, perhaps for want of memory"
        return [Failed(len(files), LeftOut(str(files[0].path), problem, "read it on its own to see why"))]


def _pool(jobs: int, registered: frozenset[str]) -> ProcessPoolExecutor:
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    with _undisturbed():  # a pool that is half made leaves its semaphores behind
        if method == "forkserver":
            context.set_forkserver_preload(["carbonpeak.extraction.pool"])  # every process has the reader imported
            resource_tracker.ensure_running()  # begun later, it would let Ctrl-C through to what is started deaf to it
        return ProcessPoolExecutor(jobs, context, _start, (registered,))


def _begun(
    jobs: int, registered: frozenset[str], batch: _Batch, form: str
) -> tuple[ProcessPoolExecutor, Future[list[Outcome]]]:
    """A new pool and its first batch. What starts the processes ends when a pool breaks while it asks for one; it is begun again
    once that is noticed, so that asking may fail meanwhile."""
    for seconds in _PAUSES:
        pool = _pool(jobs, registered)
        try:
            return pool, _submit(pool, batch, form)
        except _NOT_STARTED:
            time.sleep(seconds)
    pool = _pool(jobs, registered)
    return pool, _submit(pool, batch, form)


def _submit(pool: ProcessPoolExecutor, batch: _Batch, form: str) -> Future[list[Outcome]]:
    """Hands a batch to the pool, which may start a process for it: Ctrl-C waits until that is done, and the process never
    hears of it, for the program that started the pool ends it."""
    with _undisturbed():
        return pool.submit(read_batch, batch, form)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Lets Ctrl-C wait until the block is done, where the system can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(registered: frozenset[str]) -> None:
    import gc

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it cannot be held back
    if _STOP is not None:
        signal.signal(_STOP, _stop)
    gc.set_threshold(50_000)  # records are many, and none is part of a cycle
    _seen.update(registered)


class _Stopped(BaseException):
    """The program that started the pool wants no more of a batch."""


def _tell_to_stop(pid: int | None) -> None:
    if _STOP is not None and pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, _STOP)


def _stop(*_: object) -> None:
    global _stopped
    _stopped = True
    if _reading:  # else the process waits for work, or hands over what it read, and must not be torn away from that
        raise _Stopped


def read_batch(batch: _Batch, form: str) -> list[Outcome]:
    """In a reading process: the outcomes of a batch. Batches come in order, so that what was read before is taken."""
    global _reading
    found: list[Outcome] = []
    if _stopped:
        return found
    try:
        _reading = True
        for group in batch:
            outcome = read_group(group, _seen, form)
            if isinstance(outcome, Read):
                _seen.add(outcome.plan_id)
            found.append(outcome)
        _reading = False
    except _Stopped:
        _reading = False
    return found
