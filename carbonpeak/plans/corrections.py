"""plans/corrections.csv → rows as a person corrected them. The reader itself is never changed for one plan.

A correction names the value that it expects to find. Once the reader, or the text, gives another one, the correction is
out of date: that is an error and no silent overwriting.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from carbonpeak.duties.topics import topic
from carbonpeak.errors import PlanError
from carbonpeak.plans import relisting, stated
from carbonpeak.plans.correction import Correction
from carbonpeak.plans.plan import Reading
from carbonpeak.records import Target, annotation
from carbonpeak.shape import NamedTuple
from carbonpeak.targets.indicators import match as match_indicator
from carbonpeak.targets.numbers import convert

FILE = "corrections.csv"
HEADER = ("plan_id", "table", "key", "column", "expects", "value", "reason", "who", "when")
# What a person may correct. Ids, places and offsets are not among it, nor what follows from another column (value_si).
COLUMNS: dict[str, tuple[str, ...]] = {
    "plans": stated.COLUMNS,
    "tasks": ("category", "action_title", "title", "topic"),
    "responsibilities": relisting.COLUMNS,
    "targets": (
        "indicator_id", "indicator", "scope", "measure", "direction", "comparator", "value", "value_max", "unit", "baseline_year",
        "baseline_value", "baseline_kind", "period_text", "period_start", "period_end", "modality", "nature", "repeats",
    ),
}  # fmt: skip
_SHOWN = 40  # characters of a cell that a message shows
_REMEDY = "correct these lines, or remove those that are no longer needed"


class Fault(NamedTuple):
    """What is wrong with one line, and the plan that it is about."""

    line: int
    plan_id: str
    problem: str


class Corrections(NamedTuple):
    """The corrections of a folder of plans, by plan, and the lines that cannot be used."""

    path: Path
    by_plan: dict[str, list[Correction]]
    faults: list[Fault]

    def of(self, plan_id: str, called: str) -> Corrections | None:
        """Those of one plan, which may be `called` something else where several folders are read; None without any."""
        found = [one._replace(plan_id=called) for one in self.by_plan.get(plan_id, ())]
        faults = [one._replace(plan_id=called) for one in self.faults if one.plan_id == plan_id]
        return Corrections(self.path, {called: found}, faults) if found or faults else None

    def astray(self, plan_ids: Iterable[str]) -> list[Fault]:
        """What is wrong with the lines about none of these plans, be it only that."""
        known = set(plan_ids)
        return [one for one in self.faults if one.plan_id not in known] + [
            Fault(one.line, plan_id, f"there is no plan {plan_id or '(empty)'} in plans.yaml")
            for plan_id, corrections in self.by_plan.items()
            if plan_id not in known
            for one in corrections
        ]

    def error(self, faults: Iterable[Fault]) -> PlanError:
        """All that is wrong, as one message."""
        return PlanError(self.path, "; ".join(f"line {one.line}: {one.problem}" for one in sorted(faults)), _REMEDY)


def load(plans_dir: Path) -> Corrections:
    """The corrections that stand beside plans.yaml; none where there is no such file.

    Raises PlanError where the file as a whole cannot be used.
    """
    path = plans_dir / FILE
    try:
        handle = path.open(encoding="utf-8-sig", newline="")
    except FileNotFoundError:
        return Corrections(path, {}, [])
    by_plan: dict[str, list[Correction]] = {}
    faults: list[Fault] = []
    with handle:
        lines = csv.reader(handle, strict=True)
        try:
            header = tuple(next(lines, ()))
            if header != HEADER:
                raise PlanError(path, f"line 1 must be {','.join(HEADER)}", "put that line at the top of the file")
            before = lines.line_num
            for cells in lines:
                at, before = before + 1, lines.line_num
                if not any(cells):
                    continue
                if len(cells) != len(HEADER):
                    faults.append(Fault(at, cells[0].strip(), f"it has {len(cells)} cells, not {len(HEADER)}"))
                    continue
                one = Correction(at, *(cell.strip() for cell in cells))
                problem = _wrong(one)
                if problem:
                    faults.append(Fault(at, one.plan_id, problem))
                else:
                    by_plan.setdefault(one.plan_id, []).append(one)
        except UnicodeDecodeError:
            raise PlanError(path, "it is not UTF-8", "save it as UTF-8") from None
        except csv.Error as error:
            raise PlanError(path, f"line {lines.line_num}: it is not CSV ({error})", "correct that line") from None
    return Corrections(path, by_plan, faults)


def _wrong(one: Correction) -> str | None:
    """What is wrong with a line whatever the plans say, or None."""
    if one.table not in COLUMNS:
        return f"rows of the table {one.table or '(empty)'} cannot be corrected, only those of {', '.join(COLUMNS)}"
    if one.column not in COLUMNS[one.table]:
        allowed = ", ".join(COLUMNS[one.table])
        return f"the column {one.column or '(empty)'} of {one.table} cannot be corrected, only {allowed}"
    if one.table == "plans" and one.key:
        return f"the key of a plan is empty, not {one.key}"
    if one.table == "responsibilities" and (problem := relisting.wrong_key(one.key)):
        return problem
    for name in ("reason", "who"):
        if not getattr(one, name):
            return f"{name} is empty"
    if not stated.is_date(one.when):
        return f"when is {one.when or 'empty'}, not a date like 2025-03-31"
    cells = []
    for name in ("expects", "value"):
        try:
            cells.append(_typed(one.table, one.column, getattr(one, name)))
        except ValueError as error:
            return f"{name} is {_shown(getattr(one, name))}, but {one.column} {error}"
    return "expects and value are the same" if cells[0] == cells[1] else None


def _typed(table: str, column: str, cell: str) -> Any:
    """A cell as a value of its column; empty is null. Raises ValueError that says what the column takes."""
    kind = annotation(table, column)
    if column == "role" and cell not in relisting.ROLES:
        raise ValueError(f"is one of {', '.join(relisting.ROLES)}")
    if not cell and column == "name_written":
        return cell  # a row that is added, or taken out
    if not cell:
        if "None" not in kind:
            raise ValueError("is never empty")
        return None
    if kind.startswith("str"):
        if column.endswith("_on") and not stated.is_date(cell):
            raise ValueError("takes a date like 2025-03-31")
        return cell
    try:
        number = int(cell) if kind.startswith("int") else float(cell)
    except ValueError:
        raise ValueError("takes a whole number" if kind.startswith("int") else "takes a number") from None
    if not math.isfinite(number):
        raise ValueError("takes a number")
    return number


def correct(reading: Reading, corrections: Corrections) -> tuple[Reading, list[Fault]]:
    """A plan with its corrections applied, and the lines that do not fit what was read.

    A row's `corrected` names its corrected columns. What follows from them follows: the converted values and the entry
    of the codebook, the topic of a task.
    """
    faults = [one for one in corrections.faults if one.plan_id == reading.plan_id]
    chosen: dict[tuple[str, int], list[Correction]] = {}
    lines = corrections.by_plan.get(reading.plan_id, ())
    listed = [one for one in lines if one.table == "responsibilities"]
    if listed:
        reading, wrong = relisting.relisted(reading, listed)
        faults += [Fault(one.line, one.plan_id, problem) for one, problem in wrong]
    for one in lines:
        if one.table == "responsibilities":
            continue
        rows = reading.tables[one.table]
        found = [number for number, row in enumerate(rows) if _is_meant(row, one)]
        row = rows[found[0]] if len(found) == 1 else None
        earlier = chosen.get((one.table, found[0]), []) if row else []
        problem = _mismatch(one, row, rows, found, earlier)
        if problem:
            faults.append(Fault(one.line, one.plan_id, problem))
        else:
            chosen.setdefault((one.table, found[0]), []).append(one)
    if not chosen:
        return reading, faults
    tables = {name: list(rows) for name, rows in reading.tables.items()}
    for (table, number), lines in chosen.items():
        tables[table][number] = _corrected(table, tables[table][number], lines)
    return reading._replace(tables=tables), faults


def _is_meant(row: Any, one: Correction) -> bool:
    return one.table == "plans" or row.path == one.key or (one.table == "targets" and row.target_id == one.key)


def _mismatch(
    one: Correction, row: Any, rows: Sequence[Any], found: list[int], earlier: list[Correction]
) -> str | None:
    """Why a correction cannot be applied, or None. `row` is the only one that it can mean, if there is just one."""
    what = f"{one.plan_id}, {one.table}{f' {one.key}' if one.key else ''}"
    if row is None and found:
        ids = ", ".join(f"{rows[number].target_id} ({_shown(rows[number].quote)})" for number in found)
        return f"{what}: {len(found)} targets stand at this path; write the target_id as the key: {ids}"
    if row is None:
        return f"{what}: there is no such row; it was to have {_shown(one.expects)} as {one.column}"
    twice = next((other.line for other in earlier if other.column == one.column), None)
    if twice is not None:
        return f"{what}: line {twice} corrects {one.column} of the same row"
    there = getattr(row, one.column)
    if there != _typed(one.table, one.column, one.expects):
        now = "" if there is None else f"{there:.12g}" if isinstance(there, float) else str(there)
        return f"{what}: {one.column} was expected to be {_shown(one.expects)} and is now {_shown(now)}"
    return None


def _shown(cell: str) -> str:
    if not cell:
        return "empty"
    return f"“{cell[:_SHOWN]}…”" if len(cell) > _SHOWN else f"“{cell}”"


def _corrected(table: str, row: Any, lines: list[Correction]) -> Any:
    """The row with the corrections of its columns and what follows from them."""
    values = {one.column: _typed(table, one.column, one.value) for one in lines}
    names = [name for name in COLUMNS[table] if name in values]
    row = row._replace(**values, corrected=" ".join([*names, *(row.corrected or "").split()]))
    if table == "targets":
        return _converted(row, values)
    if table == "tasks" and "topic" not in values and row.origin == "body":  # an annex row has the topic of its task
        return row._replace(topic=topic(row.action_title, row.title, row.category))
    return row


def _converted(row: Target, values: dict[str, Any]) -> Target:
    value_si, unit_si = convert(row.value, row.unit)
    row = row._replace(value_si=value_si, value_max_si=convert(row.value_max, row.unit)[0], unit_si=unit_si)
    if "indicator_id" in values or not values.keys() & {"indicator", "scope", "measure", "unit"}:
        return row
    kind = unit_si if row.unit else None
    return row._replace(indicator_id=match_indicator(row.indicator or "", row.scope, row.measure, kind))
