"""Corrections of responsibilities: a body of a task's list named otherwise, given another role, taken out or added.

The key of a line is the path of the task, `/` and the position in its list: `3.7.2/2`. `corrections` reads the lines and says what a
correction is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from carbonpeak.bodies.organizations import resolve
from carbonpeak.plans.correction import Correction
from carbonpeak.plans.plan import Reading
from carbonpeak.records import Responsibility
from carbonpeak.structure.clean import dress
from carbonpeak.text.fold import fold

COLUMNS = ("name_written", "role")
ROLES = ("lead", "support", "listed")
_KEY = re.compile(r"([0-9a-z_.]*)/([1-9]\d*)")
_WIDTHS = str.maketrans("（），：；", "(),:;")


def wrong_key(key: str) -> str | None:
    """What is wrong with a key whatever the plan says, or None."""
    if _KEY.fullmatch(key):
        return None
    return f"the key of a responsibility is its task's path, / and its position, like 3.7.2/2, not {key or 'empty'}"


def relisted(reading: Reading, lines: Sequence[Correction]) -> tuple[Reading, list[tuple[Correction, str]]]:
    """The plan with its lists corrected, and the lines that do not fit what was read, with the reason.

    A corrected name must stand in the text of the task: nothing is made up. What it means follows from it.
    """
    work = _Lists(reading)
    by_key: dict[str, list[Correction]] = {}
    for line in lines:
        by_key.setdefault(line.key, []).append(line)
    faults = []
    for same in by_key.values():
        for line in sorted(same, key=lambda one: one.column):  # the name first: it may add the row
            problem = work.apply(line)
            if problem:
                faults.append((line, f"{line.plan_id}, responsibilities {line.key}: {problem}"))
    return (work.result() if len(faults) < len(lines) else reading), faults


class _Lists:
    """The lists of a plan while they are corrected; a position counts as it was read until all are done."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.tasks = {task.path: task.task_id for task in reading.tables["tasks"]}
        self.rows: dict[str, dict[int, Responsibility | None]] = {}
        for row in reading.tables["responsibilities"]:
            self.rows.setdefault(row.task_id, {})[row.position] = row
        self.bodies = dict(reading.bodies)
        canonical = next(one for one in reading.tables["documents"] if one.is_canonical)
        self.raw = reading.texts[canonical.document_id]
        self.added: set[str] = set()  # paths of tasks with a new row
        self.longer_or_shorter: set[str] = set()  # tasks to whose list a body came or from which one went

    def apply(self, line: Correction) -> str | None:
        """Applies one line; what is wrong with it, or None."""
        found = _KEY.fullmatch(line.key)
        path, position = (found[1], int(found[2])) if found else ("", 0)
        task_id = self.tasks.get(path)
        if task_id is None:
            return "there is no such task"
        rows = self.rows.setdefault(task_id, {})
        row = rows.get(position)
        if row is None:
            adds = line.column == "name_written" and not line.expects and position == len(rows) + 1
            if not adds:
                return f"there is no such row; the list has {len(rows)}, and only the next one can be added"
        there = getattr(row, line.column) if row else ""
        if there != line.expects:
            return f"{line.column} was expected to be “{line.expects}” and is now “{there}”"
        if line.column in ((row.corrected or "").split() if row else ()):
            return f"another line corrects {line.column} of the same row"
        if line.column == "role":
            rows[position] = _marked(row, role=line.value) if row else None
            return None
        return self._name(rows, row, task_id, path, position, line.value)

    def _name(
        self, rows: dict[int, Responsibility | None], row: Responsibility | None, task_id: str, path: str, position: int, name: str
    ) -> str | None:  # fmt: skip
        name = dress("".join(name.split()))
        place = self._place(path, row, name) if name else (0, 0)
        if place is None:
            return f"“{name}” does not stand in the text of the task"
        if row:
            body, times = self.bodies[row.name_written]
            self.bodies[row.name_written] = body, times - 1
        if not name:
            rows[position] = None
            self.longer_or_shorter.add(task_id)
            return None
        body = resolve(name, self.reading.plan_id, self.reading.tables["plans"][0].district_code)
        self.bodies[name] = body, self.bodies.get(name, (body, 0))[1] + 1
        base = row or Responsibility(task_id, position, name, "listed", None, False, 0, 0)
        rows[position] = _marked(
            base, name_written=name, org_id=body.org_id, is_group=body.is_group, char_start=place[0], char_end=place[1]
        )
        if row is None:
            self.added.add(path)
            self.longer_or_shorter.add(task_id)
        return None

    def _place(self, path: str, row: Responsibility | None, name: str) -> tuple[int, int] | None:
        """Where the name stands in the original, nearest to the row it replaces, else last in its task."""
        section = next((one for one in self.reading.tables["sections"] if one.path == path), None)
        start, end = (section.char_start, section.char_end) if section else (0, len(self.raw))
        words = fold(self.raw[start:end]).translate(_WIDTHS)
        letters = re.compile(r"\s*".join(map(re.escape, fold(name).translate(_WIDTHS))))
        near = row.char_start if row else end
        spans = [(start + one.start(), start + one.end()) for one in letters.finditer(words)]
        return min(spans, key=lambda span: abs(span[0] - near), default=None)

    def result(self) -> Reading:
        """The plan with the lists as they are now, positions counted anew."""
        tables = dict(self.reading.tables)
        order = dict.fromkeys(row.task_id for row in tables["responsibilities"]) | dict.fromkeys(self.rows)
        tables["responsibilities"] = [
            row._replace(position=position)
            for task_id in order
            for position, row in enumerate((one for _, one in sorted(self.rows[task_id].items()) if one), 1)
        ]
        tables["tasks"] = [
            task._replace(corrected="responsibilities") if task.task_id in self.longer_or_shorter else task
            for task in tables["tasks"]
        ]
        tables["discrepancies"] = [
            one
            for one in tables["discrepancies"]
            if not (one.kind == "missing_value" and one.detail_a == "responsibilities" and one.path in self.added)
        ]
        bodies = {name: (body, times) for name, (body, times) in self.bodies.items() if times > 0}
        return self.reading._replace(tables=tables, bodies=bodies)


def _marked(row: Responsibility, **values: Any) -> Responsibility:
    """The row with new values; `corrected` names its column."""
    names = [*(row.corrected or "").split(), *(name for name in COLUMNS if name in values)]
    return row._replace(**values, corrected=" ".join(names))
