"""Corrections of responsibilities: another name or role, a body taken out or added, and what is said when one does not fit."""

from __future__ import annotations

import pytest
from test_corrections import BY, JINGAN, folder, read, refused

from carbonpeak.plans.collection import Collection

__all__ = ["folder"]
TABLE = "responsibilities"


def listed(collection: Collection, path: str) -> list[tuple[int, str, str, str | None]]:
    return [
        (row.position, row.name_written, row.role, row.corrected)
        for row in collection.tables[TABLE]
        if row.task_id == f"{JINGAN}/{path}"
    ]


@pytest.fixture
def path(folder) -> str:
    """The path of a task with three bodies or more."""
    rows = read(folder).tables[TABLE]
    return next(row.task_id.partition("/")[2] for row in rows if row.position == 3)


def test_a_role_is_corrected(folder, path: str) -> None:
    before = listed(read(folder), path)
    after = listed(read(folder, (JINGAN, TABLE, f"{path}/1", "role", "listed", "lead", *BY)), path)
    assert after == [(1, before[0][1], "lead", "role"), *before[1:]]


def test_a_name_that_was_cut_wrongly_is_put_together(folder, path: str) -> None:
    before = read(folder)
    _, first, second = (name for _, name, *_ in listed(before, path)[:3])
    whole = f"{first}、{second}"
    collection = read(
        folder,
        (JINGAN, TABLE, f"{path}/2", "name_written", first, whole, *BY),
        (JINGAN, TABLE, f"{path}/3", "name_written", second, "", *BY),
    )
    rows = listed(collection, path)
    assert rows[1] == (2, whole, "listed", "name_written")
    assert [row[0] for row in rows] == list(range(1, len(listed(before, path))))
    (row,) = [row for row in collection.tables[TABLE] if row.name_written == whole]
    text = collection.texts["jingan-2022"]
    assert "".join(text[row.char_start : row.char_end].split()) == whole
    assert whole in {one.name_written for one in collection.tables["organization_names"]}
    for one in collection.tables["organization_names"]:
        assert one.occurrences == sum(row.name_written == one.name_written for row in collection.tables[TABLE])


def test_a_body_is_added_behind_the_others(folder, path: str) -> None:
    before = listed(read(folder), path)
    name = before[0][1]
    key = f"{path}/{len(before) + 1}"
    after = listed(
        read(
            folder,
            (JINGAN, TABLE, key, "role", "listed", "support", *BY),
            (JINGAN, TABLE, key, "name_written", "", name, *BY),
        ),
        path,
    )
    assert after == [*before, (len(before) + 1, name, "support", "name_written role")]


def test_what_the_reader_finds_now_is_told(folder, path: str) -> None:
    before = listed(read(folder), path)
    said = refused(folder, (JINGAN, TABLE, f"{path}/1", "name_written", "某局", before[0][1], *BY))
    assert f"{path}/1" in said
    assert before[0][1] in said


@pytest.mark.parametrize(
    ("key", "column", "expects", "value", "says"),
    [
        ("{path}", "role", "listed", "lead", "its task's path, / and its position"),
        ("{path}/0", "role", "listed", "lead", "its task's path, / and its position"),
        ("99.9/1", "role", "listed", "lead", "there is no such task"),
        ("{path}/99", "name_written", "", "区发展改革委", "only the next one can be added"),
        ("{path}/99", "role", "listed", "lead", "there is no such row"),
        ("{path}/1", "role", "listed", "boss", "is one of lead, support, listed"),
        ("{path}/1", "is_group", "false", "true", "cannot be corrected"),
    ],
)
def test_a_wrong_line_is_refused(folder, path: str, key: str, column: str, expects: str, value: str, says: str) -> None:
    assert says in refused(folder, (JINGAN, TABLE, key.format(path=path), column, expects, value, *BY))


def test_a_name_that_the_text_does_not_hold_is_refused(folder, path: str) -> None:
    name = listed(read(folder), path)[0][1]
    said = refused(folder, (JINGAN, TABLE, f"{path}/1", "name_written", name, "区不存在局", *BY))
    assert "does not stand in the text" in said


def test_the_same_cell_is_corrected_once(folder, path: str) -> None:
    line = (JINGAN, TABLE, f"{path}/1", "role", "listed", "lead", *BY)
    twice = (JINGAN, TABLE, f"{path}/1", "role", "lead", "support", *BY)
    assert "another line corrects role" in refused(folder, line, twice)
