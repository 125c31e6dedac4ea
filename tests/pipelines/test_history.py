"""The database of runs holds what a run wrote, whether or not it was held open meanwhile."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipelines import history


def write(path: Path, words: list[str]) -> None:
    """Writes as Dagster does: a connection for each event."""
    for word in words:
        engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.NullPool)
        with engine.begin() as connection:
            connection.execute(sa.text("PRAGMA journal_mode = WAL"))
            connection.execute(sa.text("CREATE TABLE IF NOT EXISTS events (word TEXT)"))
            connection.execute(sa.text("INSERT INTO events VALUES (:word)"), {"word": word})
        engine.dispose()


def words(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM events")]


def test_a_database_stays_open_until_the_end(tmp_path: Path) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    logs = [Path(f"{path}-wal") for path in (one, two)]
    with history.held_open():
        write(one, ["a", "b"])
        write(two, ["c", "d"])
        assert all(log.stat().st_size for log in logs)  # nothing was moved into the file at a close
        assert words(one) == ["a", "b"]  # and whoever else looks sees it
    assert not any(log.exists() for log in logs)
    assert words(one) == ["a", "b"] and words(two) == ["c", "d"]


def test_an_error_lets_go_as_well(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="of the run"), history.held_open():
        write(tmp_path / "one.db", ["a"])
        raise ValueError("of the run")
    assert not (tmp_path / "one.db-wal").exists()
    write(tmp_path / "one.db", ["b"])
    assert not (tmp_path / "one.db-wal").exists()  # afterwards a close is a close
    assert words(tmp_path / "one.db") == ["a", "b"]


def test_a_database_in_memory_needs_no_holding() -> None:
    with history.held_open(), sa.create_engine("sqlite://").begin() as connection:
        assert connection.execute(sa.text("SELECT 1")).scalar() == 1
