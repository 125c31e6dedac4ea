"""Sections → targets: finds the sentences that may commit somebody, has them read, and keeps what they say.

One search over the whole text finds the places where a target could stand; only their sentences are taken apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from carbonpeak.duties.duties import Divided
from carbonpeak.keys import row_id
from carbonpeak.patterns import lazy
from carbonpeak.records import Target, Unread
from carbonpeak.structure.clean import Text, clean, dress
from carbonpeak.structure.collate import Difference
from carbonpeak.structure.headings import Section as Heading
from carbonpeak.structure.outline import Outline
from carbonpeak.tables import annex
from carbonpeak.targets import due, held, indicator_table, milestones, place_table, repeats, strange, years
from carbonpeak.targets.clauses import Sentence
from carbonpeak.targets.coding import coded, coded_cell
from carbonpeak.targets.found import Found
from carbonpeak.targets.frames import spoken_at
from carbonpeak.targets.indicator_cells import CellTarget
from carbonpeak.targets.numeric import Numeric
from carbonpeak.targets.periods import HINT, Period, scan
from carbonpeak.targets.place_heads import above
from carbonpeak.targets.place_table import CellWords
from carbonpeak.targets.places import end_of, is_note, is_sentence
from carbonpeak.targets.repeats import Said
from carbonpeak.targets.reporting import promises, told_past
from carbonpeak.targets.signs import TRIGGER, signs

_READ = frozenset({"objective", "action", "task", "safeguard"})
_DATED = frozenset({"peak", "done", "issued"})
_DEADLINE = lazy(
    r"(?:[^,;:。]{2,8}:|根据[^,。]{2,40},|《[^》]{1,30}》(?:提到|提出|明确|指出),)?(?:力争|确保|争取|规划)?"
    r"(?:[到至]20\d\d年|20\d\d年(?:,|年?底|年?末|之?前|,?(?:我|全)?[省市县区]?将)|“?十[二三四五六七]五”?(?:时期|期间|末))"
)
_SINCE = lazy("以来,|(?<![比较与同])去年,|近年来|(?<![0-9])[一两三四五六七八九十]年来,")


class Commitments:
    """Reads one plan's targets; `targets` and `unread` are ready after `read`."""

    def __init__(
        self,
        plan_id: str,
        text: Text,
        tree: Outline,
        title: str | None,
        year: int | None,
        task_ids: dict[str, str],
        lists: list[tuple[int, int]],
    ) -> None:
        self.plan_id = plan_id
        self.text = text
        self.tree = tree
        self.targets: list[Target] = []
        self.unread: list[Unread] = []
        self.differences: list[Difference] = []
        self.title_year = years.of_title(title) if title else years.of_head(text.text)
        self._work_year = self.title_year or years.of_work(text.text)  # what 年内 and 9月底前 mean
        self.year = year or self._work_year or 0
        self._outlook = years.outlook(text.text, title, not self.year, len(tree.sections))
        self._own_year = self._work_year or years.own_year(text.text, self._outlook.dated)
        self._task_ids = task_ids
        self._lists = lists
        self._used: dict[tuple[str, ...], int] = {}
        self._said = Said()

    def read(self, divided: list[Divided]) -> None:
        """Fills the tables: the body, what only a press frame says, what only the task table says, the indicator tables."""
        kinds = {section.kind for section in self.tree.sections}
        wanted = _READ if "objective" in kinds else _READ | {"requirement"}
        self._sections([section for section in self.tree.sections if section.kind in wanted], self._lists)
        due.date_numbers(self.text, self.tree, self.targets)
        self.targets = [repeats.pointed(one, divided) for one in self.targets] if divided else self.targets
        if self.tree.sections and self.tree.sections[0].path == "preamble":
            self._press(self.tree.sections[0])
        body = [*self.targets]
        for row in divided:
            for pieces, own in ((row.pieces, None), *row.further):
                if pieces:
                    by = years.of_due(own or row.due, self.title_year, self.text, self.tree, pieces[0][0])
                    self._cell(row.path, pieces, by)
        self.targets[len(body) :] = [one for one in self.targets[len(body) :] if not repeats.repeated(one, body)]
        floor, body, ids = 0, [*self.targets], {one.target_id for one in self.targets}
        for table in self.text.tables:
            told = above(self.text.raw, floor, table[:2], self.title_year, self.year)
            cells: Sequence[CellTarget | CellWords] = indicator_table.targets(table, self.year, told)
            by_place = not cells and not annex.is_task_table(table)
            if by_place:
                cells = place_table.targets(table, told, told.year or self.year, self.title_year is not None)
            for path, cell in place_table.pathed(cells, self.targets):
                if isinstance(cell, CellWords):
                    self._said_of(cell, path)
                else:
                    target = coded_cell(self.text.raw, cell, path, self.plan_id, body)
                    if by_place:
                        target = self._identified(target)
                    elif target.target_id in ids:  # a second value of the cell, or its change since a year
                        again = row_id(target.target_id, target.measure, target.unit or "")
                        target = target._replace(target_id=again)
                    ids.add(target.target_id)
                    self.targets.append(target)
            if not annex.is_task_table(table):
                odd = table.rows
                if cells and by_place:
                    odd = [row for row in table.rows if len(row) == 1]
                elif cells:
                    odd = indicator_table.left(table, {one.cell.pieces for one in cells}, self.year)
                self.unread += strange.unread(table._replace(rows=odd), self.text, self.tree, wanted, self.plan_id)
            floor = table.end
        self.unread = strange.distinct(self.unread)

    def _said_of(self, said: CellWords, path: str) -> None:
        """What a cell in the row of a place says in sentences, of that place and by the time that its table is of."""
        own = len(self.targets)
        years = self.title_year, self._work_year
        if said.since == said.year is not None:
            self.title_year = self._work_year = said.year
        self._cell(path, said.cell.pieces, None)
        self.title_year, self._work_year = years
        for target in self.targets[own:]:
            self._used[self._same_as(target)] -= 1
        for index, target in enumerate(self.targets[own:], own):
            if target.period_text is None:
                target = target._replace(period_start=said.since, period_end=said.year)
            self.targets[index] = self._identified(target._replace(scope=target.scope or said.scope))

    def _sections(self, sections: list[Heading], lists: list[tuple[int, int]]) -> None:
        """Reads the sentences of some sections in which a target could stand."""
        text = self.text.text
        runs = iter([*lists, (len(text) + 1, len(text) + 1)])
        run = next(runs)
        standing: Period | None = None  # a period that a title or a line before a list states for what stands below
        standing_at = ""
        for section in sections:
            begin = section.body
            if not section.title or section.end - begin < 2 or is_sentence(text, section, lists):
                begin = section.words
            reader = Numeric()
            done = looked = paragraph = passed = begin
            opened_at = reported_at = spoken_to = listed = -1
            spoken: Period | None = None
            inherited: Period | None = None
            ahead = section.kind in ("objective", "requirement")
            if standing is not None and not section.path.startswith(f"{standing_at}."):
                standing = None
            titled = held.standing_title(text, section, self.title_year, self.year, ahead)
            if titled is not None:
                standing, standing_at = titled, section.path
            work_year = held.year_below(standing, self._work_year)
            while trigger := TRIGGER.search(text, done, section.end):
                at = trigger.start()
                while run[1] <= at:
                    if passed == begin or text[passed : run[0] - 1].strip(",;"):
                        listed = run[0]  # the first of those that stand side by side
                    passed = run[1] + (text[run[1]] in ")]】〕")
                    run = next(runs)
                if run[0] <= at:
                    done = run[1]
                    continue
                paragraph, looked = text.rfind("\n", looked, at) + 1 or paragraph, at
                start = max(text.rfind("。", done, at) + 1, paragraph, done, passed)
                end = end_of(text, at, min(section.end, run[0] - 1))
                done = end + 1
                if is_note(text, paragraph):
                    continue
                hints = signs(text, start, end)
                if not (
                    ahead
                    or not section.path
                    or "number" in hints
                    or ("period" in hints and not hints.isdisjoint(_DATED))
                ):
                    if not milestones.commits_undated(text, start, end, hints):
                        if done == run[0] and "period" in hints:  # 到2025年，（甲局牵头）…
                            periods, _ = scan(text, start, end, work_year)
                            spoken_to, spoken = done, periods[-1] if periods else None
                        continue
                if paragraph != opened_at and not (opened_at >= 0 and held.itemized(text, opened_at, paragraph, ahead)):
                    inherited, opened_at = standing, -1
                framed = None
                goes_on = spoken if start == spoken_to and text.startswith("其中", start) else None
                if not section.path:
                    begins, framed = spoken_at(text, ahead, start, end, bool(inherited or goes_on))
                    if begins is None:
                        continue
                    if begins > start:
                        start, hints = begins, signs(text, begins, end)
                opens = False
                if ahead:
                    opens = start == paragraph and HINT.search(text, start, min(end, start + 16)) is not None
                elif (
                    not section.path
                    and (start == paragraph or "number" not in hints)
                    and run[0] >= held.paragraph_end(text, at)
                ):
                    # 到2025年，结构明显优化。货运量达到…: objectives, where no list of bodies makes it a task
                    opens = _DEADLINE.match(text, start, end) is not None
                quotes = framed and opened_at != paragraph and HINT.search(text, max(start, framed.end()), end)
                if opens or quotes:
                    opened_at, inherited = paragraph, standing
                holds = held.held_at(text, start, end, inherited)
                sentence = Sentence(text, start, end, holds, work_year, self.year, ahead, self._outlook)
                if ahead and not section.path and not framed and told_past(sentence):
                    sentence.reports = True  # 2022年，装机已占总量的四成，累计退出企业600家: how things are
                if not sentence.periods and (text.startswith("其中", start) or not section.path):
                    told = reported_at == paragraph or (start > paragraph and _SINCE.search(text, paragraph, start))
                    if told and not promises(sentence):  # what a sentence goes on to say of the past
                        sentence.reports = True
                if start == passed and spoken_to == listed:
                    sentence.inherited = sentence.inherited or spoken  # a list in the middle of a sentence
                if goes_on is not None:
                    sentence.inherited = sentence.inherited or spoken  # of what the sentence before sets a date for
                self._sentence(section, sentence, reader, hints)
                spoken_to, spoken = done, sentence.periods[-1] if sentence.periods else sentence.inherited
                if opened_at == paragraph and sentence.periods:
                    inherited = held.carried(sentence, self.title_year, self._own_year)
                    if text[end - 1] == ":" or (ahead and section.children):  # 到2025年，主要目标如下：
                        standing, standing_at = inherited, section.path  # and over the items below it
                if sentence.reports or sentence.periods:
                    reported_at = paragraph if sentence.reports or sentence.periods[-1].past else -1

    def _sentence(self, section: Heading, sentence: Sentence, reader: Numeric, hints: set[str]) -> None:
        found = reader.read(sentence) if "number" in hints else []
        # General requirements wish; where a plan has no objectives, what they date at its head is one.
        dated = sentence.inherited or (sentence.periods and sentence.periods[0].start - sentence.start < 4)
        if section.kind != "requirement" or dated or (self.title_year and "above" in hints):
            more = milestones.read(sentence, found, hints)
            if more:
                found = sorted(found + more, key=lambda one: one.at)
        for index, one in enumerate(found):
            if not one.indicator and index and found[index - 1].measure == "assigned":
                one = one._replace(indicator=found[index - 1].indicator)  # 碳排放强度完成下达指标，到2030年下降65%
            paragraph = sentence.text.rfind("\n", 0, sentence.start)
            earlier = None if section.path else self._said.earlier(one, paragraph, len(self.targets))
            if earlier is None:
                self.targets.append(self._identified(self._coded(section, one)))
            elif repeats.fuller(one, self.targets[earlier]):
                known = self.targets[earlier].target_id
                self.targets[earlier] = self._coded(section, one)._replace(target_id=known)
        for rejected in reader.rejected:
            if rejected.reason == "":
                if not any(one.value is None and one.start <= rejected.start < one.end for one in found):
                    at = sentence.start, sentence.end, rejected.start, rejected.end
                    self.unread.append(strange.unexplained(self.text, section.path, *at, self.plan_id))
            elif rejected.reason == "unit":
                begin, end = sentence.bounds(rejected.start)
                words = dress(sentence.text[max(begin, rejected.start - 24) : min(end, rejected.end + 6)])
                self.differences.append(
                    Difference("unreadable", section.path, words, "the unit of the number is not understood")
                )
        reader.rejected.clear()

    def _coded(self, section: Heading, one: Found) -> Target:
        task_id = self._task_ids.get(section.path)
        return coded(self.text, one, self.plan_id, section.path, task_id, self.title_year)

    def _identified(self, target: Target) -> Target:
        """The target with its id."""
        same = self._same_as(target)
        times = self._used[same] = self._used.get(same, 0) + 1
        return target._replace(target_id=row_id(self.plan_id, *same, str(times)))

    def _same_as(self, target: Target) -> tuple[str, ...]:
        """What is promised where and until when, but not how much: a number that is revised is another number of the same."""
        what = target.indicator or target.quote
        return target.path, what, target.scope or "", target.measure, str(target.period_end or "")

    def _press(self, lead: Heading) -> None:
        """Commitments that only the text before the plan states: a press frame quotes the plan that it prints."""
        own = len(self.targets)
        frame = Heading(-1, "", None, None, lead.start, lead.start)
        frame.kind, frame.end = "objective", lead.end
        self._sections([frame], [])
        if len(self.targets) > own:
            known = {repeats.same(target) for target in self.targets[:own]}
            self.targets[own:] = [target for target in self.targets[own:] if repeats.same(target) not in known]

    def _cell(self, path: str, pieces: tuple[tuple[int, int], ...], by: annex.Due | None) -> None:
        """The targets that stand only in a row of the task table; its column of deadlines is their period where they have none."""
        own, whole = len(self.targets), self.text
        self.text = clean(whole.raw, pieces, whole.layout)
        section = Heading(0, "", None, None, 0, 0)
        section.kind, section.path, section.end = "task", path, len(self.text.text)
        self._sections([section], [])

        def taken(start: int, end: int) -> bool:
            a, b = self.text.span(start, end)
            return any(a <= target.char_start < b for target in self.targets[own:])

        if by is not None and by.words:
            for start, end in held.finished(self.text.text, taken):
                sentence = held.dated_by(self.text.text, start, end, by, self.year)
                self._sentence(section, sentence, Numeric(), {"done", "issued"})
        self.text = whole
        self.targets[own:] = [due.dated(target, by) for target in self.targets[own:]]
