"""Rows in the order of a key, as many as there are: what does not fit into memory waits in sorted temporary files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, Generic, TypeVar

Row = TypeVar("Row")
_LIMIT = 20_000  # rows in memory
_CHUNK = 256  # rows that are written and read back together


class Sorted(Generic[Row]):
    """Takes rows and gives them back sorted; rows with the same key keep the order in which they came."""

    def __init__(self, key: Callable[[Row], Any], limit: int = _LIMIT) -> None:
        self._key = key
        self._limit = limit
        self._rows: list[Row] = []
        self._runs: list[IO[bytes]] = []

    def add(self, rows: Iterable[Row]) -> None:
        """Takes further rows. They must be picklable."""
        self._rows += rows
        if len(self._rows) >= self._limit:
            self._spill()

    def __iter__(self) -> Iterator[Row]:
        """All rows, once."""
        self._rows.sort(key=self._key)
        if not self._runs:
            return iter(self._rows)
        import heapq

        return heapq.merge(*map(_read, self._runs), self._rows, key=self._key)

    def _spill(self) -> None:
        import pickle
        import tempfile

        self._rows.sort(key=self._key)
        run = tempfile.TemporaryFile()  # lives as long as the rows, and is deleted with its last reference
        for start in range(0, len(self._rows), _CHUNK):
            pickle.dump(self._rows[start : start + _CHUNK], run, pickle.HIGHEST_PROTOCOL)
        self._runs.append(run)
        self._rows = []


def _read(run: IO[bytes]) -> Iterator[Any]:
    import pickle

    run.seek(0)
    while True:
        try:
            rows = pickle.load(run)
        except EOFError:
            run.close()
            return
        yield from rows
