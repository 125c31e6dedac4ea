"""Comparing two releases: nothing is left out, and each difference says why it came about as far as the two can tell."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.releases import causes, changes
from pipelines.releases.comparing import Comparison, Difference, compare
from pipelines.releases.snapshots import Row, Snapshot
from pipelines.releases.versioning import Level
from validations import schemas, tables

A, B, C = "900001-2022", "900002-2022", "900003-2022"


def key(table: str, *columns: str) -> dict[str, object]:
    return {"fields": list(columns), "reference": {"resource": table, "fields": list(columns)}}


def schema(primary: list[str], columns: str, *foreign: dict[str, object]) -> dict[str, object]:
    fields = [{"name": name, "type": "string"} for name in columns.split()]
    return {"fields": fields, "primaryKey": primary, "foreignKeys": list(foreign)}


SCHEMAS = {
    "plans": schema(["plan_id"], "plan_id title corrected"),
    "documents": schema(["document_id"], "document_id plan_id sha256 rendition is_canonical", key("plans", "plan_id")),
    "tasks": schema(["task_id"], "task_id plan_id title corrected", key("plans", "plan_id")),
    "bodies": schema(["org_id"], "org_id plan_id name", key("plans", "plan_id")),
    "duties": schema(["task_id", "org_id"], "task_id org_id", key("tasks", "task_id"), key("bodies", "org_id")),
    "indicators": schema(["indicator_id"], "indicator_id name"),
    "targets": schema(
        ["target_id"],
        "target_id plan_id indicator_id value value_si corrected",
        key("plans", "plan_id"),
        key("indicators", "indicator_id"),
    ),
    "coverage": schema(
        ["plan_id", "indicator_id"],
        "plan_id indicator_id state",
        key("plans", "plan_id"),
        key("indicators", "indicator_id"),
    ),
    "comparison": schema(
        ["target_id"],
        "target_id plan_id indicator_id value",
        key("plans", "plan_id"),
        key("targets", "target_id"),
        key("indicators", "indicator_id"),
    ),
}
ROWS: dict[str, list[Row]] = {
    "plans": [(A, "East", ""), (B, "West", "")],
    "documents": [("a", A, "1", "ocr", "true"), ("b", B, "2", "ocr", "true"), ("b2", B, "3", "web", "false")],
    "tasks": [(f"{A}/1", A, "Sun", ""), (f"{B}/1", B, "Wind", "")],
    "bodies": [("shared", "", "City"), ("own", A, "District")],
    "duties": [(f"{A}/1", "shared"), (f"{B}/1", "shared"), (f"{A}/1", "own")],
    "indicators": [("pv", "Sun"), ("wind", "Wind")],
    "targets": [("t1", A, "pv", "1", "10", ""), ("t2", B, "pv", "2", "20", "")],
    "coverage": [(A, "pv", "stated"), (B, "pv", "stated")],
    "comparison": [("t1", A, "pv", "1"), ("t2", B, "pv", "2")],
}


def snapshot(rows: dict[str, list[Row]], **stated: dict[str, str]) -> Snapshot:
    return Snapshot(
        schemas=SCHEMAS,
        rows={
            table: {
                tuple(
                    row[[f["name"] for f in SCHEMAS[table]["fields"]].index(name)]
                    for name in SCHEMAS[table]["primaryKey"]
                ): row
                for row in found
            }
            for table, found in rows.items()
        },
        texts={f"{row[0]}.txt": f"text of {row[2]}" for row in rows["documents"]},
        stated=stated,
    )


def edited(**edits: dict[str, Row | None]) -> dict[str, list[Row]]:
    """The rows with those of each table replaced, added or, for None, taken out, by the first cell; `a_b` is two cells."""
    rows = copy.deepcopy(ROWS)
    for table, changed in edits.items():
        for first, row in changed.items():
            rows[table] = [one for one in rows[table] if "+".join(one[: first.count("+") + 1]) != first]
            rows[table] += [row] if row else []
    return rows


def found(old: dict[str, list[Row]], new: dict[str, list[Row]], **stated: dict[str, str]) -> dict[tuple, str]:
    """The cause of each difference by table, key and column."""
    comparison = compare(snapshot(old), snapshot(new, **stated))
    return {(one.table, one.key, one.field): one.cause for one in comparison.differences}


NEW = edited(
    plans={C: (C, "North", "")},
    documents={"c": ("c", C, "9", "ocr", "true")},
    tasks={f"{C}/1": (f"{C}/1", C, "Sea", "")},
    duties={f"{C}/1+shared": (f"{C}/1", "shared")},
    bodies={"shared": ("shared", "", "City of three")},
    targets={"t3": ("t3", C, "wind", "5", "50", ""), "t1": ("t1", A, "wind", "1", "10", "")},
    comparison={"t3": ("t3", C, "wind", "5"), "t1": ("t1", A, "wind", "1")},
)


def test_all_that_comes_with_a_new_plan_has_it_as_cause() -> None:
    seen = found(ROWS, NEW)
    assert {place for place, cause in seen.items() if cause == causes.NEW_PLAN} == {
        ("plans", C, None),
        ("documents", "c", None),
        ("texts", "c.txt", None),
        ("tasks", f"{C}/1", None),
        ("duties", f"{C}/1#shared", None),
        ("bodies", "shared", "name"),  # named by plans that were there and by the new one
        ("targets", "t3", None),
        ("comparison", "t3", None),
        ("comparison", "t1", "indicator_id"),  # stands beside the new one now
    }
    assert seen["targets", "t1", "indicator_id"] == causes.READER


def test_all_that_goes_with_a_plan_has_it_as_cause() -> None:
    seen = found(NEW, ROWS)
    assert {cause for place, cause in seen.items() if place != ("targets", "t1", "indicator_id")} == {
        causes.PLAN_REMOVED
    }


@pytest.mark.parametrize("document", [("b", B, "2x", "ocr", "true"), ("b2", B, "3x", "web", "false")])
def test_a_revised_file_is_the_cause_for_its_plan_alone(document: Row) -> None:
    rows = edited(documents={document[0]: document}, tasks={f"{A}/1": (f"{A}/1", A, "Sol", ""), f"{B}/1": None})
    assert found(ROWS, rows) == {
        ("documents", document[0], "sha256"): causes.SOURCE,
        ("texts", f"{document[0]}.txt", None): causes.SOURCE,
        ("tasks", f"{B}/1", None): causes.SOURCE,
        ("tasks", f"{A}/1", "title"): causes.READER,
    }


def test_a_correction_reaches_what_follows_from_it_and_what_repeats_it() -> None:
    rows = edited(targets={"t1": ("t1", A, "wind", "3", "30", "value")}, comparison={"t1": ("t1", A, "pv", "3")})
    assert found(ROWS, rows) == {
        ("targets", "t1", "value"): causes.CORRECTION,
        ("targets", "t1", "value_si"): causes.CORRECTION,
        ("targets", "t1", "corrected"): causes.CORRECTION,
        ("targets", "t1", "indicator_id"): causes.READER,
        ("comparison", "t1", "value"): causes.CORRECTION,
    }
    assert found(rows, ROWS)["targets", "t1", "value"] == causes.CORRECTION  # taken back


def test_a_correction_that_moves_a_target_moves_its_neighbours() -> None:
    rows = edited(targets={"t1": ("t1", A, "wind", "1", "10", "indicator_id")}, comparison={"t1": None, "t2": None})
    seen = found(ROWS, rows)
    assert seen["comparison", "t1", None] == seen["comparison", "t2", None] == causes.CORRECTION


def test_what_the_registry_states_is_told_apart() -> None:
    rows = edited(plans={A: (A, "Far East", "")}, documents={"a": ("a", A, "1", "pdf-text", "true")})
    assert found(ROWS, rows, **{A: {"title": "Far East"}}) == {
        ("plans", A, "title"): causes.REGISTRY,
        ("documents", "a", "rendition"): causes.REGISTRY,
    }
    assert found(ROWS, rows)["plans", A, "title"] == causes.READER
    other = edited(
        documents={"b": ("b", B, "2", "ocr", "false"), "b2": ("b2", B, "3", "web", "true")}, tasks={f"{B}/1": None}
    )
    assert set(found(ROWS, other).values()) == {causes.REGISTRY}


def test_the_codebook_and_what_is_coded_by_it() -> None:
    rows = edited(indicators={"tide": ("tide", "Tide")}, targets={"t1": ("t1", A, "tide", "1", "11", "")})
    assert found(ROWS, rows) == {
        ("indicators", "tide", None): causes.CODEBOOK,
        ("targets", "t1", "indicator_id"): causes.CODEBOOK,
        ("targets", "t1", "value_si"): causes.READER,
    }


def test_a_row_is_there_for_the_sake_of_the_codebook_only_where_its_key_or_comparison_says_so() -> None:
    rows = edited(
        indicators={"tide": ("tide", "Tide"), "pv": ("pv", "Sun and sky")},
        targets={"t1": None, "t4": ("t4", A, "tide", "1", "11", "")},
        comparison={"t1": None, "t4": ("t4", A, "tide", "1")},
        coverage={f"{A}+tide": (A, "tide", "silent")},
    )
    assert {place: cause for place, cause in found(ROWS, rows).items() if place[0] != "indicators"} == {
        ("targets", "t1", None): causes.READER,  # its entry is worded otherwise, which is no reason for a row to go
        ("targets", "t4", None): causes.READER,
        ("comparison", "t1", None): causes.READER,
        ("comparison", "t4", None): causes.CODEBOOK,
        ("coverage", f"{A}#tide", None): causes.CODEBOOK,
    }


def test_a_text_read_otherwise_from_the_same_file() -> None:
    new = snapshot(ROWS)
    new.texts["a.txt"] = "read otherwise"
    (one,) = compare(snapshot(ROWS), new).differences
    assert (one.kind, one.cause, one.level) == ("text_edited", causes.READER, Level.PATCH)


def test_a_row_that_another_table_referred_to_weighs_more() -> None:
    rows = edited(targets={"t1": None}, comparison={"t1": None})
    levels = {(one.table, one.key): one.level for one in compare(snapshot(ROWS), snapshot(rows)).differences}
    assert levels == {("targets", "t1"): Level.MAJOR, ("comparison", "t1"): Level.MINOR}


def test_every_cause_has_a_label() -> None:
    field = next(item for item in schemas.schema(schemas.CHANGES)["fields"] if item["name"] == "cause")
    assert set(field["values"]) == set(causes.CAUSES)


cell = st.sampled_from(["", "1", "2", "3"])
rows = st.dictionaries(st.tuples(st.sampled_from("abcd")), st.tuples(cell, cell, cell), max_size=4)
columns = st.permutations(["x", "y", "z"])


@given(rows, rows, columns, columns, st.integers(0, 3), st.integers(0, 3))
def test_the_differences_lead_from_one_release_to_the_other(old, new, before, after, many, more) -> None:
    """Whatever two releases hold: the old one with all differences applied says what the new one says."""
    one, other = made(old, before[:many]), made(new, after[:more])
    comparison = compare(one, other)
    assert (comparison.level is Level.NONE) == (one == other)
    now = cells(other)
    names = {(d.old or "").removeprefix("name: "): d.field for d in comparison.differences if d.kind == "field_renamed"}
    come = {d.field for d in comparison.differences if d.kind == "field_added"}
    gone = {d.field for d in comparison.differences if d.kind == "field_removed"}
    was = {
        row: {names.get(column, column): cell for column, cell in found.items() if column not in gone}
        for row, found in cells(one).items()
    }
    for difference in comparison.differences:
        row, column = difference.key, difference.field
        if difference.kind == "removed":
            del was[row]
        elif difference.kind == "added":
            assert row not in was
            was[row] = {column: cell for column, cell in now[row].items() if column not in come}
        elif difference.kind == "corrected":
            assert was[row][column] == (difference.old or "")
            was[row][column] = difference.new or ""
    assert was == {
        row: {column: cell for column, cell in found.items() if column not in come} for row, found in now.items()
    }


def made(found: dict[Row, Row], names: list[str]) -> Snapshot:
    """A release of one table with these columns beside the key."""
    fields = [{"name": name, "type": "string"} for name in ("id", *names)]
    table = {key: (*key, *row[: len(names)]) for key, row in found.items()}
    return Snapshot({"t": {"fields": fields, "primaryKey": ["id"]}}, {"t": table}, {})


def cells(one: Snapshot) -> dict[str, dict[str, str]]:
    """The cells of its rows by key and column."""
    names = [item["name"] for item in one.schemas["t"]["fields"]]
    return {key[0]: dict(zip(names, row, strict=True)) for key, row in one.rows["t"].items()}


def test_an_identifier_is_made_from_what_a_row_says() -> None:
    def row(**more: str) -> Difference:
        told = {"table": "t", "key": "a", "field": "x", "old": "1", "new": "2", "kind": "corrected"} | more
        return Difference(**told, level=Level.PATCH, croissant=Level.MAJOR, cause=causes.READER)

    frame = changes.frame(Comparison((row(), row(field="y"), row(new=None))), "0.1.0", "0.1.1")
    assert frame["change_id"].is_unique
    assert list(frame.columns) == tables.columns(schemas.CHANGES)
    again = changes.frame(Comparison((row(),)), "0.1.0", "0.1.1")
    assert again["change_id"][0] == frame["change_id"][0]
    assert changes.frame(Comparison((row(),)), "0.1.1", "0.1.2")["change_id"][0] != frame["change_id"][0]
