"""The version rule: every kind of change and the number it leads to."""

from __future__ import annotations

import copy

import pytest

from pipelines.releases import changes
from pipelines.releases.comparing import compare
from pipelines.releases.snapshots import Snapshot
from pipelines.releases.versioning import Level, next_version

SCHEMA = {
    "fields": [{"name": "id", "type": "string"}, {"name": "value", "type": "number", "title": "Value"}],
    "primaryKey": ["id"],
}


def snapshot() -> Snapshot:
    return Snapshot(
        schemas={"targets": copy.deepcopy(SCHEMA)},
        rows={"targets": {("a",): ("a", "1"), ("b",): ("b", "2")}},
        texts={"plan.txt": "0" * 64},
    )


def test_equal_content_is_no_change() -> None:
    change = compare(snapshot(), snapshot())
    assert (change.level, changes.lines(change)) == (Level.NONE, [])


def test_row_order_is_no_change() -> None:
    new = snapshot()
    new.rows["targets"] = dict(reversed(new.rows["targets"].items()))
    assert compare(snapshot(), new).level is Level.NONE


@pytest.mark.parametrize(
    ("edit", "level", "reason"),
    [
        (lambda s: s.schemas["targets"]["fields"].append({"name": "x", "type": "string"}), Level.MAJOR, "x added"),
        (lambda s: s.schemas["targets"]["fields"].pop(), Level.MAJOR, "value removed"),
        (lambda s: s.schemas["targets"]["fields"].reverse(), Level.MAJOR, "order"),
        (lambda s: s.schemas["targets"]["fields"][1].update(type="string"), Level.MAJOR, "value now string"),
        (lambda s: s.schemas["targets"].update(primaryKey=["value"]), Level.MAJOR, "primary key changed"),
        (lambda s: (s.schemas.clear(), s.rows.clear()), Level.MAJOR, "table removed"),
        (lambda s: (s.schemas.update(new=SCHEMA), s.rows.update(new={})), Level.MINOR, "table added"),
        (lambda s: s.rows["targets"].update({("c",): ("c", "3")}), Level.MINOR, "1 row added"),
        (lambda s: s.rows["targets"].clear(), Level.MINOR, "2 rows removed"),
        (lambda s: s.texts.update({"more.txt": "1" * 64}), Level.MINOR, "more.txt added"),
        (lambda s: s.texts.clear(), Level.MINOR, "plan.txt removed"),
        (lambda s: s.rows["targets"].update({("a",): ("a", "9")}), Level.PATCH, "1 row corrected"),
        (lambda s: s.schemas["targets"]["fields"][1].update(title="A value"), Level.PATCH, "descriptions"),
        (lambda s: s.texts.update({"plan.txt": "1" * 64}), Level.PATCH, "plan.txt edited"),
    ],
)
def test_every_kind_of_change(edit, level, reason) -> None:
    new = snapshot()
    edit(new)
    change = compare(snapshot(), new)
    assert change.level is level
    assert any(reason in line for line in changes.lines(change))


def test_the_heaviest_change_decides() -> None:
    new = snapshot()
    new.rows["targets"][("a",)] = ("a", "9")
    new.rows["targets"][("c",)] = ("c", "3")
    change = compare(snapshot(), new)
    assert change.level is Level.MINOR
    assert len(changes.lines(change)) == 2


def test_what_the_checks_found_is_not_content() -> None:
    old, new = snapshot(), snapshot()
    for side, row in ((old, ("a", "1")), (new, ("a", "2"))):
        side.schemas["quality_checks"] = SCHEMA
        side.rows["quality_checks"] = {("a",): row}
    assert compare(old, new).level is Level.NONE


@pytest.mark.parametrize(
    ("last", "level", "expected"),
    [
        (None, Level.NONE, "0.1.0"),
        ("0.1.0", Level.PATCH, "0.1.1"),
        ("0.1.0", Level.MINOR, "0.1.1"),
        ("0.1.9", Level.MAJOR, "0.2.0"),
        ("1.2.3", Level.PATCH, "1.2.4"),
        ("1.2.3", Level.MINOR, "1.3.0"),
        ("1.2.3", Level.MAJOR, "2.0.0"),
    ],
)
def test_next_version(last, level, expected) -> None:
    assert next_version(last, level) == expected


def test_no_change_has_no_next_version() -> None:
    with pytest.raises(ValueError, match="nothing changed"):
        next_version("0.1.0", Level.NONE)
