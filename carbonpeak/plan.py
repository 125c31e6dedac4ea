"""One plan, all its records: runs the stages over the canonical text and joins what they find.

`read_text` reads a text that no registry knows, `read_plan` a plan with all its renditions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, NamedTuple

from carbonpeak import annex, collate, districts, indicator_table, milestones, responsibilities
from carbonpeak.clauses import UNDATED, Sentence
from carbonpeak.clean import Text, clean, dress, squeeze
from carbonpeak.collate import Difference
from carbonpeak.errors import NotAPlan
from carbonpeak.front import Front, front
from carbonpeak.indicators import match as match_indicator
from carbonpeak.numbers import convert
from carbonpeak.organizations import Body, resolve
from carbonpeak.outline import Outline, outline
from carbonpeak.outline import Section as Heading
from carbonpeak.periods import HINT as PERIOD_HINT
from carbonpeak.records import Discrepancy, Document, Plan, Responsibility, Section, Target, Task, Unread
from carbonpeak.targets import Found, Numeric
from carbonpeak.topics import topic

_READ = frozenset({"objective", "action", "task", "safeguard"})
_STOP = re.compile(r"[。！!\n]")
_TRIGGER = re.compile(rf"[0-9]|百分之|至少|[一两二三四五六七八九十百千][个种座家条项处所亩]|{milestones.HINT.pattern}")
_TITLE_YEAR = re.compile(r"(?<![-—~至到\d])((?:19|20)\d\d)年(?:度)?(?![前底\d])[^,。()《》]{0,30}(?:要点|计划|方案|安排|清单|意见|行动|目标)")
_NAMED = re.compile(r"《([^》]*年[^》]*)》")
_PRESS = re.compile(r"[》案划见件](?:[^。]{0,12})(?:提出|明确|指出|要求|规定|强调|显示|印发)|近日|日前|记者|获悉|目标")
_ORIGIN = re.compile(r"我国|全国|贯彻|根据|依据|按照|战略|现将|制定本|制订本|审议|以来|截至")


_HEAD = 400  # characters in which a text without a title line names itself


class Copy(NamedTuple):
    """One text of a plan: where it came from and what it says."""

    document_id: str
    path: str
    text: str
    sha256: str
    bytes: int
    encoding: str
    rendition: str
    is_canonical: bool


class Reading(NamedTuple):
    """Everything one plan yields. `tables` holds the record tuples by table name, `bodies` what its organisation names mean."""

    plan_id: str
    tables: dict[str, list[Any]]
    bodies: dict[str, tuple[Body, int]]  # written name → the body and how often it stands in a list
    texts: dict[str, str]
    warnings: list[str]


def read_text(text: str, stem: str, path: str = "", known: Mapping[str, str] | None = None) -> Reading:
    """Reads one text on its own. `stem` names it where it does not say which district and year it is of.

    Raises NotAPlan where nothing of a plan is found in it.
    """
    data = text.encode("utf-8", "surrogatepass")
    copy = Copy(stem, path or stem, text, sha256(data).hexdigest(), len(data), "utf-8", "plain-text", True)
    return read_plan([copy], None, None, known)


def read_plan(copies: Sequence[Copy], plan_id: str | None, district_code: str | None, known: Mapping[str, str] | None = None) -> Reading:
    """Reads a plan from its renditions: tables from the canonical one, metadata from whichever states it.

    `known` holds metadata that a person stated because no text does, by column of `plans`.
    """
    canonical = next(copy for copy in copies if copy.is_canonical)
    text = clean(canonical.text)
    tree = outline(text)
    fronts = [front(text, tree)]
    others = []
    for copy in copies:
        if copy is not canonical:
            other = clean(copy.text)
            other_tree = outline(other)
            others.append((other, other_tree))
            fronts.append(front(other, other_tree))
    stated = _stated(fronts, known or {})
    division = districts.by_code(district_code) if district_code else districts.find(f"{stated['issuer'] or ''} {stated['title'] or ''}")
    if plan_id is None:
        plan_id = f"{division.code}-{stated['year']}" if division and stated["year"] else canonical.document_id
    reader = _Reader(plan_id, text, tree, stated["title"], division.code if division else None, stated["year"])
    reader.read()
    if not reader.targets and not reader.responsibilities and len(tree.sections) < (2 if stated["title"] else 4):
        raise NotAPlan(
            Path(canonical.path), "nothing of a plan was found in it: no title, no headings, no targets, no responsible bodies",
            "check that it is the text of an implementation plan",
        )
    for other, other_tree in others:
        reader.differences += collate.renditions(text, tree, other, other_tree)
    plan = Plan(
        plan_id, division.code if division else district_code, division.name_zh if division else None, division.name_en if division else None,
        stated["title"], stated["issuer"], stated["document_number"], stated["adopted_on"], stated["issued_on"], stated["printed_on"],
        stated["superior_plan"],
    )
    documents = [
        Document(c.document_id, plan_id, c.path, c.sha256, c.bytes, len(c.text), c.encoding, c.rendition, c.is_canonical) for c in copies
    ]
    tables: dict[str, list[Any]] = {
        "plans": [plan],
        "documents": documents,
        "sections": reader.sections,
        "tasks": reader.tasks,
        "responsibilities": reader.responsibilities,
        "targets": reader.targets,
        "discrepancies": reader.discrepancies(),
        "unread": reader.unread,
    }
    return Reading(plan_id, tables, reader.bodies, {c.document_id: c.text for c in copies}, reader.warnings)


def _stated(fronts: list[Front], known: Mapping[str, str]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for field in Front._fields:
        merged[field] = known.get(field) or next((value for value in (getattr(one, field) for one in fronts) if value), None)
    return merged


def _id(*parts: str) -> str:
    """A short stable id of what identifies a row."""
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


class _Reader:
    """Reads the sections of one cleaned text into records."""

    def __init__(self, plan_id: str, text: Text, tree: Outline, title: str | None, region: str | None, year: int | None) -> None:
        self.plan_id = plan_id
        self.text = text
        self.tree = tree
        self.region = region
        named = _NAMED.search(text.text, 0, min(len(text.text), _HEAD)) if len(tree.sections) == 1 and not title else None
        found = _TITLE_YEAR.search(title or "") or (_TITLE_YEAR.search(named[1]) if named else None)
        self.title_year = int(found[1]) if found else None
        self.year = year or self.title_year or 0
        self.sections: list[Section] = []
        self.tasks: list[Task] = []
        self.responsibilities: list[Responsibility] = []
        self.targets: list[Target] = []
        self.unread: list[Unread] = []
        self.differences: list[Difference] = []
        self.bodies: dict[str, tuple[Body, int]] = {}
        self.warnings: list[str] = []
        self._task_ids: dict[str, str] = {}
        self._names: dict[str, list[str]] = {}
        self._annex: list[tuple[str, str]] = []
        self._undivided: list[tuple[str, tuple[tuple[int, int], ...]]] = []  # annex rows that say what the body does not
        self._used: dict[str, int] = {}
        self._press_said: set[tuple[object, ...]] = set()

    def read(self) -> None:
        listed = responsibilities.lists(self.text.text)
        by_path: dict[str, list[responsibilities.Named]] = {}
        for named in listed.named:
            section = self.tree.at(named.start)
            if section is not None:
                by_path.setdefault(section.path, []).append(named)
        starts = {a: b for a, b in listed.runs}
        for section in self.tree.sections:
            self._section(section, by_path.get(section.path))
        self._annex_tasks()
        kinds = {section.kind for section in self.tree.sections}
        for section in self.tree.sections:
            if section.kind in _READ or (section.kind == "requirement" and "objective" not in kinds):
                self._targets(section, starts)
        self._fold_annex()
        lead = self.tree.sections[0]
        if lead.kind == "preamble":
            self._press(lead)
        for path, pieces in self._undivided:
            self._cell(path, pieces)
        for table in self.text.tables:
            for cell in indicator_table.targets(table, self.year or UNDATED):
                self._table_target(cell)

    def _section(self, section: Heading, named: list[responsibilities.Named] | None) -> None:
        text = self.text
        if section.end <= section.start:
            return
        path = section.path
        start, end = text.span(section.start, section.end)
        self.sections.append(
            Section(
                f"{self.plan_id}/{path}", self.plan_id, path, section.parent.path if section.parent else None, section.level, section.number,
                section.title, section.kind, text.written[section.start : section.end], start, end,
            )
        )
        leaf = section.kind == "task" or (section.kind == "safeguard" and not section.children)
        if not leaf and not named:
            return
        task_id = f"{self.plan_id}/{path}"
        self._task_ids[path] = task_id
        category = "safeguard" if section.kind == "safeguard" else "action"
        action = section.parent.title if section.parent else None
        self.tasks.append(
            Task(
                task_id, self.plan_id, path, "body", None, category, action, section.title, dress(text.text[section.body : section.end].strip("\n")),
                topic(action, section.title, category),
            )
        )
        if not named:
            self.differences.append(Difference("missing_value", path, "responsibilities", "no responsible body is stated"))
            return
        self._name_all(task_id, path, named)

    def _name_all(self, task_id: str, path: str, named: list[responsibilities.Named]) -> None:
        for position, one in enumerate(named, 1):
            name = dress(one.name)
            body = self._body(name)
            start, end = self.text.span(one.start, one.end)
            self.responsibilities.append(Responsibility(task_id, position, name, one.role, body.org_id, one.group, start, end))
        self._names[path] = [dress(one.name) for one in named]

    def _body(self, name: str) -> Body:
        known = self.bodies.get(name)
        body = known[0] if known else resolve(name, self.plan_id, self.region)
        self.bodies[name] = (body, known[1] + 1 if known else 1)
        return body

    def _annex_tasks(self) -> None:
        """The rows of the task-division table: tasks of their own, each a part of a task of the body."""
        parents: dict[str, str] = {}
        for table in self.text.tables:
            for row in annex.task_rows(table):
                path = f"annex.{row.number}"
                if path in self._task_ids:
                    continue
                task_id = self._task_ids[path] = f"{self.plan_id}/{path}"
                content = row.content.text
                divided = self._divided(content)
                if divided is not None:
                    parents[path] = divided.path
                elif row.content.pieces:
                    self._undivided.append((path, row.content.pieces))
                parent = divided.parent if divided is not None else None
                action = parent.title if parent else None
                category = "safeguard" if divided is not None and divided.kind == "safeguard" else "action"
                self.tasks.append(
                    Task(
                        task_id, self.plan_id, path, "annex", f"{self.plan_id}/{divided.path}" if divided else None, category, action, content,
                        content, topic(action, divided.title if divided else content, category),
                    )
                )
                self._annex.append((_key(content), task_id))
                if not row.who:
                    self.differences.append(Difference("missing_value", path, "responsibilities", "the cell of responsible bodies is empty"))
                self._name_cells(task_id, path, row)
        self.differences += collate.body_and_annex(self._names, self._names, parents)

    def _name_cells(self, task_id: str, path: str, row: annex.AnnexRow) -> None:
        position = 0
        names = []
        for role, cell in row.who.items():
            for one in responsibilities.entries(cell.text, role):
                position += 1
                name = dress(one.name)
                body = self._body(name)
                start, end = cell.span(one.start, one.end, self.text.raw)
                self.responsibilities.append(Responsibility(task_id, position, name, one.role, body.org_id, one.group, start, end))
                names.append(name)
        self._names[path] = names

    def _divided(self, content: str) -> Heading | None:
        """The task of the body whose words an annex row repeats."""
        if not self._annex:
            self._folded = self.text.text.replace("\n", "")
            self._removed = [i for i, c in enumerate(self.text.text) if c == "\n"]
        words = _key(content).strip("。")
        for size in (len(words), 24, 12):
            at = self._folded.find(words[:size])
            if at >= 0:
                for gap in self._removed:
                    if gap > at:
                        break
                    at += 1
                return self.tree.at(at)
        return None

    def _targets(self, section: Heading, lists: Mapping[int, int]) -> None:
        text = self.text.text
        objective = section.kind in ("objective", "requirement")
        reader = Numeric()
        at = section.body if section.title else section.start
        if section.title and section.kind == "task" and section.end - section.body < 2:
            at = section.start
        inherited = None
        opened = False
        fresh = True
        while at < section.end:
            stop = _STOP.search(text, at, section.end)
            end = stop.start() if stop else section.end
            for start_of_list in lists:
                if at < start_of_list <= end:
                    end = start_of_list - 1
            if at + 1 in lists:  # the list itself
                end = min(lists[at + 1], section.end)
                at = end + 1
                continue
            framed = not section.path and _PRESS.search(text, at, end)
            if section is not self.tree.sections[0] and not section.path and _ORIGIN.search(text, at, end):
                if framed and PERIOD_HINT.search(text, framed.end(), end):
                    at = framed.end() + text.startswith((":", ","), framed.end())
                    opened, inherited = True, None
                    continue
                fresh, at = stop is not None and stop[0] == "\n", end + 1
                continue  # the text before a plan says why it was made: national aims are not its own
            opens = fresh and objective and section.path and PERIOD_HINT.search(text, at, min(end, at + 16))
            if opens or (framed and PERIOD_HINT.search(text, at, end)):
                opened, inherited = True, None
            triggered = _TRIGGER.search(text, at, end)
            if triggered or (opened and PERIOD_HINT.search(text, at, end)):
                sentence = Sentence(text, at, end, inherited, self.title_year, self.year, objective)
                if triggered:
                    self._sentence(section, sentence, reader)
                if opened and sentence.periods:
                    inherited = sentence.periods[-1]
            fresh = stop is not None and stop[0] == "\n"
            if fresh:
                opened, inherited = False, None
            at = end + 1

    def _sentence(self, section: Heading, sentence: Sentence, reader: Numeric) -> None:
        found = reader.read(sentence)
        if section.kind != "requirement" and milestones.HINT.search(sentence.text, sentence.start, sentence.end):
            found = sorted(found + milestones.read(sentence, found), key=lambda one: one.at)
        for one in found:
            if section.path or not self._told(one):
                self._target(section, one)
        for rejected in reader.rejected:
            if rejected.reason == "":
                start, end = self.text.span(rejected.start, rejected.end)
                words = self.text.written[sentence.start : sentence.end].replace("\n", "")
                self.unread.append(
                    Unread(
                        _id(self.plan_id, section.path, words, str(rejected.start - sentence.start)), self.plan_id, section.path,
                        self.text.written[rejected.start : rejected.end], words, "no rule says what it is", start, end,
                    )
                )
        reader.rejected.clear()

    def _told(self, one: Found) -> bool:
        """Whether a text without headings, a press text, has said the same before in the same words."""
        key = (one.measure, one.value, one.value_max, one.unit, one.indicator, one.period.last if one.period else None)
        told = key in self._press_said
        self._press_said.add(key)
        return told

    def _target(self, section: Heading, one: Found) -> None:
        text = self.text
        start, end = text.span(one.start, one.end)
        quote = squeeze(text.raw[start:end])
        times = self._used.get(f"{section.path}/{quote}", 0)
        self._used[f"{section.path}/{quote}"] = times + 1
        value_si, unit_si = convert(one.value, one.unit)
        value_max_si, _ = convert(one.value_max, one.unit)
        period = one.period
        indicator = dress(one.indicator) or None
        scope = dress(one.scope) if one.scope else None
        indicator_id = match_indicator(indicator or "", scope, one.measure, unit_si if one.unit else None)
        base = one.base.year if one.base else None
        first, last = (period.first, period.last) if period else (None, None)
        if period is None and self.title_year is not None:
            first = last = self.title_year
        self.targets.append(
            Target(
                _id(self.plan_id, section.path, _key(quote), str(times)), self.plan_id, section.path, self._task_ids.get(section.path), None,
                indicator_id, indicator, scope, one.measure, one.direction, one.comparator, one.value, one.value_max, one.unit, value_si,
                value_max_si, unit_si if one.value is not None else None, base, one.base_value,
                ("inherited" if one.base_inherited else "stated") if base or one.base_value is not None else "none",
                dress(text.text[period.start : period.end]) if period else None, first, last, one.modality, None, None, quote, start, end,
            )
        )

    def _fold_annex(self) -> None:
        """Points a target at the annex row that repeats its sentence."""
        if not self._annex:
            return
        for index, target in enumerate(self.targets):
            key = _key(target.quote)
            for content, task_id in self._annex:
                if key in content:
                    self.targets[index] = target._replace(annex_task_id=task_id)
                    break

    def _press(self, lead: Heading) -> None:
        """Commitments that only the text before the plan states: a press frame quotes the plan that it prints."""
        own = len(self.targets)
        frame = Heading(-1, "", None, None, lead.start, lead.start)
        frame.kind, frame.end = "objective", lead.end
        self._targets(frame, {})
        known = {_same(target) for target in self.targets[:own]}
        self.targets[own:] = [target for target in self.targets[own:] if _same(target) not in known]

    def _cell(self, path: str, pieces: tuple[tuple[int, int], ...]) -> None:
        """The targets that stand only in a row of the task table."""
        whole = self.text
        self.text = clean(whole.raw, pieces)
        section = Heading(0, "", None, None, 0, 0)
        section.kind, section.path, section.end = "task", path, len(self.text.text)
        self._targets(section, {})
        self.text = whole

    def _table_target(self, one: indicator_table.CellTarget) -> None:
        start, end = one.name.pieces[0][0], one.cell.pieces[-1][1]
        quote = squeeze(self.text.raw[start:end])
        value_si, unit_si = convert(one.value, one.unit)
        indicator = dress(one.indicator)
        indicator_id = match_indicator(indicator, None, one.measure, unit_si if one.unit else None)
        path = f"table.{one.row}"
        repeats = next(
            (
                target.target_id
                for target in self.targets
                if not target.path.startswith("table.")
                and (target.value, target.period_end) == (one.value, one.year)
                and (target.indicator == indicator or (indicator_id is not None and target.indicator_id == indicator_id))
            ),
            None,
        )
        self.targets.append(
            Target(
                _id(self.plan_id, path, _key(quote), str(one.year)), self.plan_id, path, None, None, indicator_id, indicator, None, one.measure,
                one.direction, one.comparator, one.value, one.value_max, one.unit, value_si, convert(one.value_max, one.unit)[0],
                unit_si if one.value is not None else None, one.baseline_year, one.baseline_value,
                "stated" if one.baseline_year is not None else "none", f"{one.year}年", None, one.year, "plain", one.nature, repeats, quote, start, end,
            )
        )

    def discrepancies(self) -> list[Discrepancy]:
        rows: dict[str, Discrepancy] = {}
        for kind, path, a, b in self.differences:
            key = _id(self.plan_id, kind, path or "", a or "", b or "")
            rows[key] = Discrepancy(key, self.plan_id, kind, path, a, b)
        return list(rows.values())


_WIDTHS = str.maketrans("（）：；，％．～", "():;,%.~")


def _same(target: Target) -> tuple[object, ...]:
    """What makes two rows the same commitment, wherever they stand."""
    return target.measure, target.value, target.value_max, target.unit, target.period_end if target.value is not None else _key(target.indicator or "")


def _key(words: str) -> str:
    """Words without white space and in one width, for comparing."""
    return "".join(words.split()).translate(_WIDTHS)
