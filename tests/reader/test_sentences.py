"""Every sentence of tests/data/sentences read alone, and the rows it must give: one test a sentence.

`targets`, `responsibilities` and `tasks` are all rows of their table, `plan` what the text says of itself. Only the keys an entry states are compared; `null` is compared too. The rules the rows follow are those of the data model.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from carbonpeak.errors import NotAPlan
from carbonpeak.plans.plan import read_text

DATA = Path(__file__).parents[1] / "data" / "sentences"
FILES = {
    "units", "comparators", "modality", "periods", "baselines", "coordination",
    "assigned", "milestones", "responsibilities", "tables", "structure", "metadata", "typography", "silent",
}  # fmt: skip
TARGET_KEYS = {
    "indicator", "scope", "measure", "direction", "comparator", "value", "value_max", "unit", "value_si", "unit_si",
    "baseline_year", "baseline_value", "baseline_kind", "period_text", "period_start", "period_end", "modality",
    "nature", "path",
}  # fmt: skip
RESPONSIBILITY_KEYS = {"name", "role", "position", "is_group", "path"}
TASK_KEYS = {"path", "title", "action_title", "category", "origin"}
PLAN_KEYS = {"title", "issuer", "document_number", "adopted_on", "issued_on", "printed_on", "superior_plan"}
KEYS = {"id", "text", "document", "title", "targets", "responsibilities", "tasks", "plan", "file"}
WORDS = {
    "measure": {"level", "share", "increment", "relative_change", "point_change", "milestone", "assigned"},
    "direction": {"increase", "decrease", None},
    "comparator": {"eq", "ge", "gt", "le", "lt", "range", "approx", None},
    "modality": {"plain", "strive", "ensure", "in_principle"},
    "nature": {"binding", "expected", None},
    "baseline_kind": {"stated", "inherited", "none"},
    "role": {"lead", "support", "listed"},
}

Row = dict[str, Any]


def read(text: str, title: str | None) -> tuple[list[Row], list[Row], list[Row], Row]:
    """The targets, responsibilities and tasks of a text in its order, and the plan, under the names the entries use."""
    try:
        tables = read_text(f"{title}\n\n{text}" if title else text, stem="t").tables
    except NotAPlan:  # a sentence alone that commits nobody to anything is no plan
        return [], [], [], {}
    targets = [row._asdict() for row in sorted(tables["targets"], key=lambda row: row.char_start)]
    responsibilities = [
        {
            "name": row.name_written,
            "role": row.role,
            "position": row.position,
            "is_group": row.is_group,
            "path": row.task_id.partition("/")[2],
        }
        for row in sorted(tables["responsibilities"], key=lambda row: row.char_start)
    ]
    return targets, responsibilities, [row._asdict() for row in tables["tasks"]], tables["plans"][0]._asdict()


def load() -> list[Row]:
    entries = []
    for path in sorted(DATA.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            entries.append({**entry, "file": path.stem})
    return entries


ENTRIES = load()


def same(want: Any, got: Any) -> bool:
    """Numbers within rounding; words without white space and in one width."""
    if isinstance(want, bool) or want is None or got is None:
        return want is got
    if isinstance(want, int | float):
        return isinstance(got, int | float) and math.isclose(want, got, rel_tol=1e-9, abs_tol=1e-12)
    fold = [re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(word))) for word in (want, got)]
    return fold[0] == fold[1]


def wrong_keys(want: Row, got: Row) -> list[str]:
    return [key for key, value in want.items() if not same(value, got.get(key))]


def closest_first(wanted: list[Row], found: list[Row]) -> list[tuple[Row, Row]]:
    """One-to-one pairs: a row with the right number first, then the fewest wrong keys, then the order of the text."""

    def cost(i: int, j: int) -> tuple[int, int, int]:
        off = wrong_keys(wanted[i], found[j])
        return ("value" in off) + ("name" in off), len(off), abs(i - j)

    free_i, free_j = set(range(len(wanted))), set(range(len(found)))
    pairs = []
    for _, i, j in sorted((cost(i, j), i, j) for i in free_i for j in free_j):
        if i in free_i and j in free_j:
            free_i.discard(i)
            free_j.discard(j)
            pairs.append((i, j))
    return [(wanted[i], found[j]) for i, j in sorted(pairs)]


def show(row: Row, keys: set[str]) -> str:
    return "{" + ", ".join(f"{key}: {row[key]}" for key in row if key in keys and row[key] not in (None, "")) + "}"


def differences(kind: str, wanted: list[Row], found: list[Row], keys: set[str]) -> list[str]:
    """One line a thing that is wrong, nothing if all agrees."""
    pairs = closest_first(wanted, found)
    lines = []
    if len(wanted) != len(found):
        lines.append(f"{len(wanted)} {kind} expected, {len(found)} got")
        taken_wanted, taken_found = {id(w) for w, _ in pairs}, {id(f) for _, f in pairs}
        lines += [f"  missing    {show(row, keys)}" for row in wanted if id(row) not in taken_wanted]
        lines += [f"  unexpected {show(row, keys)}" for row in found if id(row) not in taken_found]
    for want, got in pairs:
        off = wrong_keys(want, got)
        if off:
            lines.append(f"expected {show(want, keys)}")
            lines.append(f"  got    {show(got, keys)}")
            lines += [f"    {key}: expected {want[key]!r}, got {got.get(key)!r}" for key in off]
    return lines


def text_of(entry: Row) -> str:
    return str(entry["text"] if "text" in entry else entry["document"])


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["id"] for entry in ENTRIES])
def test_sentence(entry: Row) -> None:
    targets, responsibilities, tasks, plan = read(text_of(entry), entry.get("title"))
    lines = []
    if "targets" in entry:
        lines += differences("targets", entry["targets"], targets, TARGET_KEYS)
    if "responsibilities" in entry:
        wanted = entry["responsibilities"]
        lines += differences("responsibilities", wanted, responsibilities, RESPONSIBILITY_KEYS)
        order = [row["name"] for row in responsibilities]
        if not lines and not all(same(w["name"], name) for w, name in zip(wanted, order, strict=True)):
            lines.append(f"order of names: expected {[row['name'] for row in wanted]}, got {order}")
    if "tasks" in entry:
        lines += differences("tasks", entry["tasks"], tasks, TASK_KEYS)
    if "plan" in entry:
        lines += [f"plan: expected {show(entry['plan'], PLAN_KEYS)}, got {show(plan, PLAN_KEYS)}"] * bool(
            wrong_keys(entry["plan"], plan)
        )
    assert not lines, "\n".join([f"{entry['id']}: {text_of(entry)}", *lines])


def test_entries_are_well_formed() -> None:
    """A misspelt key or word in the data would otherwise be compared with nothing, or never hold."""
    faults = []
    for name, times in Counter(entry["id"] for entry in ENTRIES).items():
        if times > 1:
            faults.append(f"{name}: used {times} times")
    for entry in ENTRIES:
        name = entry["id"]
        if not re.fullmatch(rf"{entry['file']}-\d{{3}}", name):
            faults.append(f"{name}: not the form of {entry['file']}.yaml")
        if ("text" in entry) == ("document" in entry):
            faults.append(f"{name}: needs either text or document")
        if unknown := entry.keys() - KEYS:
            faults.append(f"{name}: unknown keys {sorted(unknown)}")
        if not entry.keys() & {"targets", "responsibilities", "tasks", "plan"}:
            faults.append(f"{name}: expects nothing")
        faults += [f"{name}: unknown key {key}" for key in entry.get("plan", {}).keys() - PLAN_KEYS]
        for kind, allowed in (
            ("targets", TARGET_KEYS),
            ("responsibilities", RESPONSIBILITY_KEYS),
            ("tasks", TASK_KEYS),
        ):
            for row in entry.get(kind, []):
                faults += [f"{name}: unknown key {key}" for key in row.keys() - allowed]
                faults += [f"{name}: {k} {row[k]!r}" for k in row.keys() & WORDS.keys() if row[k] not in WORDS[k]]
                if row.get("comparator") == "range" and row.get("value_max") is None:
                    faults.append(f"{name}: a range without its upper end")
    assert not faults, "\n".join(faults)


def test_sentences_are_enough() -> None:
    """Each line of the grammar has its file, with sentences that give rows and, over all, half that give no target."""
    assert {entry["file"] for entry in ENTRIES} == FILES
    silent = [entry for entry in ENTRIES if not entry.get("targets")]
    assert len(ENTRIES) >= 320
    assert 0.5 <= len(silent) / len(ENTRIES) <= 0.6
