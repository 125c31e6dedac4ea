"""Outline and lists → sections, tasks and responsibilities: what has to be done and who is named for it.

A task is the lowest numbered item of an action or safeguard chapter, and every row of a task-division table.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from carbonpeak import annex, collate, responsibilities
from carbonpeak.clean import Text, dress
from carbonpeak.collate import Difference
from carbonpeak.fold import fold
from carbonpeak.keys import key
from carbonpeak.organizations import Body, resolve
from carbonpeak.outline import Outline
from carbonpeak.outline import Section as Heading
from carbonpeak.records import Responsibility, Section, Task
from carbonpeak.topics import topic

_LONGEST_NAME = 26
_SEPARATED = frozenset("/|·\\+&")


class Divided(NamedTuple):
    """A row of the task table: its task, the words of its content, and where they stand if no body task holds them."""

    task_id: str
    path: str
    content: str
    pieces: tuple[tuple[int, int], ...] | None


class Duties:
    """Reads one plan's sections, tasks and responsibilities; the tables are ready after `read`."""

    def __init__(self, plan_id: str, text: Text, tree: Outline, region: str | None) -> None:
        self.plan_id = plan_id
        self.text = text
        self.tree = tree
        self.region = region
        self.sections: list[Section] = []
        self.tasks: list[Task] = []
        self.responsibilities: list[Responsibility] = []
        self.differences: list[Difference] = []
        self.bodies: dict[str, tuple[Body, int]] = {}
        self.task_ids: dict[str, str] = {}
        self.divided: list[Divided] = []
        self.lists: list[tuple[int, int]] = []
        self._names: dict[str, list[str]] = {}

    def read(self) -> None:
        """Fills the tables."""
        found = responsibilities.lists(self.text.text)
        self.lists = found.runs
        by_path: dict[str, list[responsibilities.Named]] = {}
        section = None
        for named in found.named:
            if section is None or not section.start <= named.start < section.end:
                section = self.tree.at(named.start)
            if section is not None:
                by_path.setdefault(section.path, []).append(named)
        for section in self.tree.sections:
            self._section(section, by_path.get(section.path))
        if self.text.tables:
            self._annex_tasks()

    def _section(self, section: Heading, named: list[responsibilities.Named] | None) -> None:
        text = self.text
        if section.end <= section.start:
            return
        path = section.path
        own_id = f"{self.plan_id}/{path}"
        start, end = text.span(section.start, section.end)
        parent = section.parent
        self.sections.append(
            Section(
                own_id, self.plan_id, path, parent.path if parent else None, section.level, section.number, section.title, section.kind,
                text.written[section.start : section.end], start, end,
            )
        )
        leaf = section.kind == "task" or (section.kind == "safeguard" and not section.children)
        if not leaf and not named:
            return
        self.task_ids[path] = own_id
        category = "safeguard" if section.kind == "safeguard" else "action"
        action = parent.title if parent else None
        words = dress(text.text[section.body : section.end])
        self.tasks.append(Task(own_id, self.plan_id, path, "body", None, category, action, section.title, words, topic(action, section.title, category)))
        if named:
            self._name_all(own_id, path, named)
        else:
            self.differences.append(Difference("missing_value", path, "responsibilities", "no responsible body is stated"))

    def _name_all(self, task_id: str, path: str, named: list[responsibilities.Named]) -> None:
        starts, shifts = self.text.starts, self.text.shifts
        limit = shift = 0
        names = []
        for position, one in enumerate(named, 1):
            name = dress(one.name)
            if one.start >= limit or one.end > limit:
                index = bisect_right(starts, one.start)
                shift = shifts[index - 1]
                limit = starts[index] if index < len(starts) else len(self.text.text) + 1
            start, end = (one.start + shift, one.end + shift) if one.end <= limit else self.text.span(one.start, one.end)
            if one.end > limit:
                limit = 0
            self.responsibilities.append(Responsibility(task_id, position, name, one.role, self._body(name), one.group, start, end))
            names.append(name)
            if len(name) > _LONGEST_NAME or not _SEPARATED.isdisjoint(name):
                self.differences.append(Difference("unreadable", path, name, "is this one body? the separator is not understood"))
        self._names[path] = names

    def _body(self, name: str) -> str:
        known = self.bodies.get(name)
        body, times = known if known else (resolve(name, self.plan_id, self.region), 0)
        self.bodies[name] = (body, times + 1)
        return body.org_id

    def _annex_tasks(self) -> None:
        """The rows of the task-division table: tasks of their own, each a part of a task of the body."""
        parents: dict[str, str] = {}
        blocks = self.text.text.split("\n")
        for table in self.text.tables:
            for row in annex.task_rows(table):
                path = f"annex.{row.number}"
                if path in self.task_ids:
                    continue
                task_id = self.task_ids[path] = f"{self.plan_id}/{path}"
                content = dress(fold(row.content.text))
                divided = self._divided(key(content), blocks)
                if divided is not None:
                    parents[path] = divided.path
                self.divided.append(Divided(task_id, path, key(content), None if divided else row.content.pieces))
                action = divided.parent.title if divided and divided.parent else None
                category = "safeguard" if divided is not None and divided.kind == "safeguard" else "action"
                self.tasks.append(
                    Task(
                        task_id, self.plan_id, path, "annex", f"{self.plan_id}/{divided.path}" if divided else None, category, action, content,
                        content, topic(action, divided.title if divided else content, category),
                    )
                )
                if not row.who:
                    self.differences.append(Difference("missing_value", path, "responsibilities", "the cell of responsible bodies is empty"))
                self._name_cells(task_id, path, row)
        self.differences += collate.body_and_annex(self._names, self._names, parents)

    def _name_cells(self, task_id: str, path: str, row: annex.AnnexRow) -> None:
        position = 0
        names = []
        for role, cell in row.who.items():
            for one in responsibilities.entries(fold(cell.text), role):
                position += 1
                name = dress(one.name)
                start, end = cell.span(one.start, one.end, self.text.raw)
                self.responsibilities.append(Responsibility(task_id, position, name, one.role, self._body(name), one.group, start, end))
                names.append(name)
        self._names[path] = names

    def _divided(self, content: str, blocks: list[str]) -> Heading | None:
        """The task of the body whose words an annex row repeats: all of them, else their beginning."""
        words = content.strip("。")
        for size in (len(words), 24, 12) if words else ():
            part = words[:size]
            at = 0
            for block in blocks:
                inside = block.find(part)
                if inside >= 0:
                    return self.tree.at(at + inside)
                at += len(block) + 1
        return None
