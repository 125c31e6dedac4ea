"""For the tests of `carbonpeak extract`: the command, the tables that it wrote, and whether their keys hold."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from carbonpeak.extraction import extract
from carbonpeak.records import TABLES

KEYS = {  # the key of each table, and its columns that are keys of another one
    "plans": ("plan_id",),
    "documents": ("document_id",),
    "sections": ("section_id",),
    "tasks": ("task_id",),
    "organizations": ("org_id",),
    "targets": ("target_id",),
    "indicators": ("indicator_id",),
    "discrepancies": ("discrepancy_id",),
    "unread": ("unread_id",),
    "responsibilities": ("task_id", "position"),
    "organization_names": ("org_id", "name_written"),
}
LINKS = [
    ("documents", "plan_id", "plans"),
    ("sections", "plan_id", "plans"),
    ("tasks", "plan_id", "plans"),
    ("tasks", "parent_task_id", "tasks"),
    ("responsibilities", "task_id", "tasks"),
    ("responsibilities", "org_id", "organizations"),
    ("organizations", "plan_id", "plans"),
    ("organization_names", "org_id", "organizations"),
    ("targets", "plan_id", "plans"),
    ("targets", "task_id", "tasks"),
    ("targets", "annex_task_id", "tasks"),
    ("targets", "indicator_id", "indicators"),
    ("targets", "repeats", "targets"),
    ("discrepancies", "plan_id", "plans"),
    ("unread", "plan_id", "plans"),
    ("comparison", "target_id", "targets"),
    ("comparison", "plan_id", "plans"),
]


def tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    found = {}
    for name in TABLES:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
            found[name] = list(csv.DictReader(handle))
    return found


def keys_hold(found: dict[str, list[dict[str, str]]]) -> bool:
    values = {name: [tuple(row[column] for column in key) for row in found[name]] for name, key in KEYS.items()}
    for table, rows in values.items():
        assert len(set(rows)) == len(rows), table
    for table, column, other in LINKS:
        assert {(row[column],) for row in found[table] if row[column]} <= set(values[other]), (table, column)
    return True


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = extract.main([str(argument) for argument in arguments])
    return code, *capsys.readouterr()
