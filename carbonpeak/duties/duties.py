"""Outline and lists → sections, tasks and responsibilities: what has to be done and who is named for it.

A task is the lowest numbered item of an action or safeguard chapter, and every row of a task-division table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import chain
from operator import attrgetter

from carbonpeak.bodies.districts import is_forename
from carbonpeak.bodies.entries import PAIRS, Named, is_body, is_known
from carbonpeak.bodies.organizations import Body, is_group, resolve
from carbonpeak.duties import responsibilities
from carbonpeak.duties.topics import topic
from carbonpeak.keys import key
from carbonpeak.records import Responsibility, Section, Task, new
from carbonpeak.shape import NamedTuple
from carbonpeak.structure import collate
from carbonpeak.structure.clean import Text, dress
from carbonpeak.structure.collate import Difference
from carbonpeak.structure.headings import HANGING
from carbonpeak.structure.headings import Section as Heading
from carbonpeak.structure.outline import Outline
from carbonpeak.tables import annex
from carbonpeak.text.fold import fold

_LONGEST_NAME = 26
_CHAPTER = 2  # the rank of 一、
_SEVERAL = "is this one body? the separator is not understood"
_NOBODY = "is this a body? its name ends like none"
_COLUMN = "this column of a task table names bodies, but what they do is not understood"
_BRACKET = "does this say who is responsible? it names bodies, but it is not understood as a list of them"
_SEPARATED = frozenset("/|·\\+&")


class Divided(NamedTuple):
    """A row of the task table: its task, the words of its content, and where they stand if no body task holds all of them."""

    task_id: str
    path: str
    content: str
    pieces: tuple[tuple[int, int], ...] | None
    due: annex.Due | None
    # Where the words of other cells stand that say what has to be reached, and by when if their columns do.
    further: tuple[tuple[tuple[tuple[int, int], ...], annex.Due | None], ...] = ()


class _Name(NamedTuple):
    """What a name in a list becomes."""

    printed: str
    body: Body
    odd: str | None  # what may be wrong with it


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
        self.bodies: dict[str, tuple[Body, int]] = {}  # name → the body and how often it stands in a list
        self.task_ids: dict[str, str] = {}
        self.divided: list[Divided] = []
        self.lists: list[tuple[int, int]] = []
        self._known: dict[str, _Name] = {}
        self._names: dict[str, list[str]] = {}

    def read(self) -> None:
        """Fills the tables."""
        found = responsibilities.lists(self.text.text, blanks=self.text.starts)
        self.lists = found.runs
        for start, stop in found.odd:
            section = self.tree.at(start)
            if section is not None and stop <= section.end:
                words = self.text.words(start, stop)
                self.differences.append(Difference("unreadable", section.path, words, _BRACKET))
        by_path: dict[str, list[Named]] = {}
        own: list[Named] = []
        end = 0
        for named in found.named:
            if named.start >= end:
                section = self.tree.at(named.start)
                if section is None or named.start >= section.end:
                    continue  # the foot of a page names its publisher
                own = by_path.setdefault(section.path, [])
                end = section.end
            own.append(named)
        for section in self.tree.sections:
            self._section(section, by_path.get(section.path))
        if self.text.tables:
            self._annex_tasks()
        bodies = {name.printed: name.body for name in self._known.values()}
        times = Counter(chain.from_iterable(self._names.values()))
        self.bodies = {name: (bodies[name], count) for name, count in times.items()}

    def _section(self, section: Heading, named: list[Named] | None) -> None:
        text = self.text
        if section.end <= section.start:
            return
        path = section.path
        own_id = f"{self.plan_id}/{path}"
        if named and section.title and named[0].start < section.body:
            section.title = self._first_sentence(section)  # 推广热泵【县住建局】
        start, end = text.span(section.start, section.end)
        parent = section.parent
        self.sections.append(
            new(
                Section,
                (
                    own_id,
                    self.plan_id,
                    path,
                    parent.path if parent else None,
                    section.level,
                    section.number,
                    section.title,
                    section.kind,
                    text.written[section.start : section.end],
                    start,
                    end,
                ),
            )
        )
        if section.cut and not named:
            words = text.words(section.start, section.end)
            self.differences.append(Difference("missing_value", path, words, "the text breaks off within this item"))
            return
        if not named and not self._is_task(section):
            return
        if path == "preamble":  # as in a text without headings: it stands before the first one
            path, own_id = "", f"{self.plan_id}/"
        self.task_ids[path] = own_id
        category = "safeguard" if section.kind == "safeguard" else "action"
        action = parent.title if parent else None
        words = text.words(section.body, section.end)
        title = section.title or (self._first_sentence(section) if section.ordinal else None)
        about = topic(action, title, category)
        self.tasks.append(Task(own_id, self.plan_id, path, "body", None, category, action, title, words, about))
        if named:
            self._name_all(own_id, path, named)
        else:
            self.differences.append(
                Difference("missing_value", path, "responsibilities", "no responsible body is stated")
            )

    def _is_task(self, section: Heading) -> bool:
        """Whether a section is a task without a list: the lowest item, but no text without headings, nor a chapter within a line
        whose title cannot be told from its words, where others have titles."""
        if section.kind != "task":
            return section.kind == "safeguard" and not section.children
        lost = (
            not section.title and section.rank <= _CHAPTER and self.text.text[section.start - 1 : section.start] != "\n"
        )
        if section.end - section.body <= 1 and not section.children and self._holds_table(section):
            return False  # a chapter that is nothing but a table
        return bool(section.ordinal) and not (lost and any(one.title for one in self.tree.sections))

    def _holds_table(self, section: Heading) -> bool:
        """Whether a table stands between a heading without words and what follows it."""
        raw = self.text.to_raw(section.end - 1)
        following = next((one.start for one in self.tree.sections if one.start >= section.end), None)
        stop = self.text.to_raw(following) if following is not None else len(self.text.raw)
        return any(raw < table.start < stop for table in self.text.tables)

    def _first_sentence(self, section: Heading) -> str | None:
        """What an item without a short title opens with: its first sentence, without the list of bodies."""
        text = self.text.text
        listed = bisect_right(self.lists, (section.words, 0))
        end = min(self.lists[listed][0] if listed < len(self.lists) else section.end, section.end)
        end -= text[end - 1] in PAIRS
        for mark in "。\n":
            stop = text.find(mark, section.words, end)
            end = stop if stop >= 0 else end
        return self.text.words(section.words, end).removesuffix("，由").rstrip(HANGING) or None

    def _name_all(self, task_id: str, path: str, named: list[Named]) -> None:
        starts, shifts, limit, shift = self.text.starts, self.text.shifts, 0, 0
        known, add = self._known, self.responsibilities.append
        names = self._names[path] = []
        once = {one[:2]: one for one in reversed(named)}  # a second list of the task may name some of them again
        named = named if len(once) == len(named) else sorted(once.values(), key=attrgetter("start"))
        for position, (written, role, start, end, group) in enumerate(named, 1):
            printed, body, odd = known.get(written) or self._learn(written)
            if odd:
                self.differences.append(Difference("unreadable", path, printed, odd))
            names.append(printed)
            if start >= limit:
                index = bisect_right(starts, start)
                shift = shifts[index - 1]
                limit = starts[index] if index < len(starts) else len(self.text.text) + 1
            if end <= limit:
                start, end = start + shift, end + shift
            else:
                start, end = self.text.span(start, end)
                limit = 0
            add(new(Responsibility, (task_id, position, printed, role, body.org_id, group, start, end, None)))

    def _learn(self, written: str) -> _Name:
        printed = dress(written)
        odd = None
        if len(printed) > _LONGEST_NAME or not _SEPARATED.isdisjoint(printed):
            odd = _SEVERAL
        elif not is_body(written) and not is_known(written) and not is_group(written) and not is_forename(written):
            odd = _NOBODY
        name = self._known[written] = _Name(printed, resolve(printed, self.plan_id, self.region), odd)
        return name

    def _annex_tasks(self) -> None:
        """The rows of the task-division table: tasks of their own, each a part of a task of the body."""
        parents: dict[str, str] = {}
        said: set[tuple[str, str]] = set()
        times: dict[str, int] = {}
        for table in self.text.tables:
            self.differences += [
                Difference("unreadable", "annex", words, _COLUMN) for words in annex.odd_columns(table)
            ]
            first = responsibilities.first_leads_by_note(self.text.raw, table.start, table.end)
            for row in annex.task_rows(table):
                cell = row.content.unbroken(self.text.raw)
                content = dress(fold(cell.text))
                title = dress(fold(row.title.text)) if row.title.text else content
                number = f"annex.{row.number}"
                if (number, content) in said:
                    continue  # a table that is printed twice
                said.add((number, content))
                path = number
                while path in self.task_ids:  # of another table, or an item of the annex
                    times[number] = times.get(number, 1) + 1
                    path = f"{number}_{times[number]}"
                task_id = self.task_ids[path] = f"{self.plan_id}/{path}"
                words = key(content).strip("。")
                divided = self._divided(words)
                if divided is not None and divided.path not in self.task_ids:
                    divided = None  # words that are no task
                if divided is not None:
                    parents[path] = divided.path
                self.divided.append(
                    Divided(
                        task_id,
                        path,
                        key(content),
                        None if divided and words in self.text.text else cell.pieces,
                        row.due,
                        tuple((one.unbroken(self.text.raw).pieces, by) for one, by in row.further),
                    )
                )
                action = divided.parent.title if divided and divided.parent else None
                category = "safeguard" if divided is not None and divided.kind == "safeguard" else "action"
                self.tasks.append(
                    Task(
                        task_id,
                        self.plan_id,
                        path,
                        "annex",
                        f"{self.plan_id}/{divided.path}" if divided else None,
                        category,
                        action,
                        title,
                        content,
                        topic(action, divided.title if divided else title, category),
                    )
                )
                if not row.who:
                    self.differences.append(
                        Difference("missing_value", path, "responsibilities", "the cell of responsible bodies is empty")
                    )
                self._name_cells(task_id, path, row, first)
        self.differences += collate.body_and_annex(self._names, self._names, parents)

    def _name_cells(self, task_id: str, path: str, row: annex.AnnexRow, first_leads: bool) -> None:
        names = self._names[path] = []
        for role, cell in row.who.items():
            places = cell.places(self.text.raw)
            blanks = [at for at in range(1, len(places)) if places[at] != places[at - 1] + 1]
            role = "first" if first_leads and role == "listed" else role
            for one in responsibilities.in_cell(fold(cell.text), role, blanks):
                name = self._known.get(one.name) or self._learn(one.name)
                names.append(name.printed)
                start, end = places[one.start], places[one.end - 1] + 1
                self.responsibilities.append(
                    Responsibility(task_id, len(names), name.printed, one.role, name.body.org_id, one.group, start, end)
                )

    def _divided(self, words: str) -> Heading | None:
        """The task of the body whose words an annex row repeats: all of them, else their beginning."""
        for size in (len(words), 24, 12) if words else ():
            at = self.text.text.find(words[:size])
            if at >= 0:
                return self.tree.at(at)
        return None
