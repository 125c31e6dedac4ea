"""The database of runs, as quick as a history needs it and no quicker than it can be trusted.

Dagster opens and closes a connection for each event of a run. Where no other is open, closing one moves all that was
written into the database file, and waits for the disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def held_open() -> Iterator[None]:
    """Within it, each SQLite database that is opened stays open, and its log is not forced to the disk at each event.

    What is written is the same. Should the machine itself stop, the last events of a run can be missing; the database stays sound.
    """
    holders: dict[str, sqlite3.Connection] = {}

    def opened(connection: sqlite3.Connection, record: Any) -> None:
        path = connection.execute("PRAGMA database_list").fetchone()[2]
        connection.execute("PRAGMA synchronous = NORMAL")
        if path:
            if path not in holders:
                holders[path] = sqlite3.connect(path, check_same_thread=False)
            holders[path].execute("PRAGMA schema_version").fetchone()  # only who has read counts as another connection

    event.listen(Engine, "connect", opened)
    try:
        yield
    finally:
        event.remove(Engine, "connect", opened)
        for holder in holders.values():
            holder.close()
