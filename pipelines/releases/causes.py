"""Why a row or cell differs between two releases, told from the two alone: first what is nearest to the row.

A row belongs to a plan that it or a row it refers to names; a body that several plans share belongs to all that name it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from pipelines.releases.snapshots import Row, Snapshot, listed

NEW_PLAN = "new_plan"
PLAN_REMOVED = "plan_removed"
CORRECTION = "correction"
SOURCE = "source_revised"
REGISTRY = "registry_changed"
CODEBOOK = "codebook_changed"
READER = "reader_changed"
SCHEMA = "schema_changed"
CAUSES = (NEW_PLAN, PLAN_REMOVED, CORRECTION, SOURCE, REGISTRY, CODEBOOK, READER, SCHEMA)

PLANS, DOCUMENTS, TASKS = "plans", "documents", "tasks"
ORGANIZATIONS, DISCREPANCIES = "organizations", "discrepancies"
MISSING, LIST = "missing_value", "responsibilities"  # a discrepancy of this kind says of what in `detail_a`
PLAN_ID = "plan_id"
CORRECTED = "corrected"
# Tables of which a row depends on those of other plans, too, and the column that such rows have in common.
ACROSS_PLANS = {"comparison": "indicator_id"}
STATED_OF_PACKAGE = ("title", "title_zh")  # by the registry, as is
STATED_OF_DOCUMENTS = ("rendition", "is_canonical")  # by the registry alone
# What follows from a corrected column, as `carbonpeak/plans/corrections.py` makes it follow.
FOLLOWS = {
    "value_si": {"value", "unit"},
    "value_max_si": {"value_max", "unit"},
    "unit_si": {"value", "unit"},
    "indicator_id": {"indicator", "scope", "measure", "unit"},
    "topic": {"category", "action_title", "title"},
}

Place = tuple[str, Row]  # a table and the key of a row in it


class _Side:
    """One of the two releases, so that its rows can be followed along their foreign keys."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.rows = snapshot.rows
        self.columns = {
            table: {item["name"]: place for place, item in enumerate(schema["fields"])}
            for table, schema in snapshot.schemas.items()
        }
        self.links = {table: list(_links(table, schema)) for table, schema in snapshot.schemas.items()}
        self.keys = {table: listed(schema.get("primaryKey")) for table, schema in snapshot.schemas.items()}

    def cell(self, place: Place, column: str) -> str:
        """A cell as written; empty where there is no such row or column."""
        row = self.rows.get(place[0], {}).get(place[1])
        at = self.columns.get(place[0], {}).get(column)
        return row[at] if row is not None and at is not None and at < len(row) else ""

    def referred(self, place: Place) -> Iterator[Place]:
        """The rows of other tables that a row refers to."""
        for columns, table in self.links.get(place[0], ()):
            key = tuple(self.cell(place, column) for column in columns)
            if table != place[0] and any(key) and key in self.rows.get(table, {}):
                yield table, key

    @cached_property
    def referring(self) -> Mapping[Place, list[Place]]:
        """The rows of other tables that refer to a row."""
        found = defaultdict(list)
        for table, rows in self.rows.items():
            if self.links.get(table):
                for key in rows:
                    for target in self.referred((table, key)):
                        found[target].append((table, key))
        return found

    def repeated(self, place: Place) -> Iterator[Place]:
        """The row of another table that has the same key, so that this one says again what that one says."""
        for columns, table in self.links.get(place[0], ()):
            if table != place[0] and columns == self.keys[place[0]] and place[1] in self.rows.get(table, {}):
                yield table, place[1]

    def about_plans(self, table: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether rows of a table can belong to a plan; those of a codebook cannot."""
        others = {other for _, other in self.links.get(table, ())} - seen - {table}
        return PLAN_ID in self.columns.get(table, {}) or any(
            self.about_plans(other, seen | {table}) for other in others
        )

    def plans_of(self, place: Place) -> set[str]:
        """The plan that a row names, or that rows which it refers to name; else all that refer to it or to those."""
        named = self._plan(place)
        if named:
            return {named}
        nodes = [place, *self.referred(place)]
        return {plan for node in nodes for other in self.referring.get(node, ()) if (plan := self._plan(other))}

    def _plan(self, place: Place) -> str:
        own = self.cell(place, PLAN_ID)
        if own:
            return own
        return next((plan for other in self.referred(place) if (plan := self._plan(other))), "")

    def files(self, plan: str) -> set[tuple[str, str]]:
        """The files of a plan with their hashes."""
        return self._files.get(plan, set())

    @cached_property
    def beside(self) -> Mapping[Place, list[Place]]:
        """The rows of a table across plans by what they have in common, a value in place of the key."""
        found = defaultdict(list)
        for table, column in ACROSS_PLANS.items():
            for key in self.rows.get(table, {}):
                found[table, (self.cell((table, key), column),)].append((table, key))
        return found

    @cached_property
    def _files(self) -> dict[str, set[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for key in self.rows.get(DOCUMENTS, {}):
            place = (DOCUMENTS, key)
            found[self.cell(place, PLAN_ID)].add((key[0], self.cell(place, "sha256")))
        return found

    def canonical(self, plan: str) -> set[str]:
        """The file of a plan that its tables are read from."""
        return {key for key, _ in self.files(plan) if self.cell((DOCUMENTS, (key,)), "is_canonical") == "true"}


def _links(table: str, schema: Mapping[str, object]) -> Iterator[tuple[list[str], str]]:
    keys = schema.get("foreignKeys") or []
    assert isinstance(keys, list)
    for key in keys:
        yield listed(key["fields"]), key["reference"].get("resource") or table


class Causes:
    """Answers for the differences between two releases."""

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        self.old, self.new = _Side(old), _Side(new)
        self.stated = new.stated

    def was_referred_to(self, table: str, key: Row) -> bool:
        """Whether a row of another table referred to this row of the older release."""
        return bool(self.old.referring.get((table, key)))

    def of_row(self, table: str, key: Row) -> str:
        """Why a row came or went."""
        place = (table, key)
        return (
            self._of_plans(place)
            or self._correction(place, None)
            or self._followed(place)
            or self._elsewhere(place)
            or READER
        )

    def of_cell(self, table: str, key: Row, column: str) -> str:
        """Why a cell of a row that both have is another."""
        place = (table, key)
        return (
            self._correction(place, column)
            or self._of_plans(place)
            or self._registry(place, column)
            or self._followed(place)
            or self._elsewhere(place, column)
            or READER
        )

    def of_package(self, name: str) -> str:
        """Why a property of the package as a whole is another."""
        if name in STATED_OF_PACKAGE:
            return REGISTRY
        plans = self.old.rows.get(PLANS, {}).keys() ^ self.new.rows.get(PLANS, {}).keys()
        return self._of_any({plan for (plan,) in plans}) or SCHEMA

    def of_text(self, name: str) -> str:
        """Why a text came, went or is another."""
        key = (name.removesuffix(".txt"),)
        plans = self.old.plans_of((DOCUMENTS, key)) | self.new.plans_of((DOCUMENTS, key))
        return self._of_any(plans) or (READER if plans else SOURCE)

    def _of_plans(self, place: Place) -> str | None:
        if not self.old.about_plans(place[0]) and not self.new.about_plans(place[0]):
            return CODEBOOK
        return self._of_any(self.old.plans_of(place) | self.new.plans_of(place))

    def _of_any(self, plans: set[str]) -> str | None:
        """What happened to one of these plans, the gravest first."""
        found = {self._of_plan(plan) for plan in plans}
        return next((cause for cause in (NEW_PLAN, PLAN_REMOVED, SOURCE, REGISTRY) if cause in found), None)

    def _of_plan(self, plan: str) -> str | None:
        known = [(plan,) in side.rows.get(PLANS, {}) for side in (self.old, self.new)]
        if known == [False, True]:
            return NEW_PLAN
        if known == [True, False]:
            return PLAN_REMOVED
        if self.old.files(plan) != self.new.files(plan):
            return SOURCE
        return REGISTRY if self.old.canonical(plan) != self.new.canonical(plan) else None

    def _correction(self, place: Place, column: str | None) -> str | None:
        """Whether a correction by a person came, went or holds for the column, of this row or of the one it repeats."""
        again = {*self.old.repeated(place), *self.new.repeated(place)}
        if column is None and self._corrected_otherwise(place):
            return CORRECTION
        for near in again if column is None else {place, *again}:
            was, now = (set(side.cell(near, CORRECTED).split()) for side in (self.old, self.new))
            if was != now and column in (None, CORRECTED):
                return CORRECTION
            if column is not None and (was | now) & {column, *FOLLOWS.get(column, ())}:
                return CORRECTION
        return None

    def _corrected_otherwise(self, place: Place) -> bool:
        return self.old.cell(place, CORRECTED) != self.new.cell(place, CORRECTED)

    def _followed(self, place: Place) -> str | None:
        """What happened to a row that this one is made from, or is counted in: a list's task, a body's tasks, a value's plan."""
        sides = (self.old, self.new)
        if any(side.cell(place, "kind") == MISSING for side in sides) and place[0] == DISCREPANCIES:
            plan, what, path = (
                self.old.cell(place, name) or self.new.cell(place, name) for name in (PLAN_ID, "detail_a", "path")
            )
            if what == LIST:
                return CORRECTION if self._corrected_otherwise((TASKS, (f"{plan}/{path}",))) else None
            stated = {side.cell((PLANS, (plan,)), what) for side in sides}
            return self.of_cell(PLANS, (plan,), what) if len(stated) > 1 else None
        near: set[Place] = set()
        for side in sides:
            referred = set(side.referred(place))
            bodies = {one for one in (place, *referred) if one[0] == ORGANIZATIONS}
            listed_in = {other for body in bodies for other in side.referring.get(body, ())}
            near |= referred | listed_in | {other for one in listed_in for other in side.referred(one)}
        return CORRECTION if any(self._corrected_otherwise(one) for one in near if one[0] != PLANS) else None

    def _registry(self, place: Place, column: str) -> str | None:
        if place[0] == DOCUMENTS and column in STATED_OF_DOCUMENTS:
            return REGISTRY
        stated = self.stated.get(place[1][0], {}).get(column) if place[0] == PLANS else None
        return REGISTRY if stated and stated == self.new.cell(place, column) else None

    def _elsewhere(self, place: Place, column: str | None = None) -> str | None:
        """What changed in another plan that the row is laid beside, or of the codebook: an entry that came or went."""
        if place[0] in ACROSS_PLANS:
            sides = (self.old, self.new)
            common = [(place[0], (side.cell(place, ACROSS_PLANS[place[0]]),)) for side in sides]
            rows = {other for side in sides for group in common for other in side.beside.get(group, ())}
            cause = self._of_any({plan for side in sides for other in rows for plan in side.plans_of(other)})
            if cause or any(self._correction(other, None) for other in rows):
                return cause or CORRECTION
        for side in (self.old, self.new):
            for columns, table in side.links.get(place[0], ()):
                if side.about_plans(table) or not self._rests_on(place[0], columns, side, column):
                    continue
                key = tuple(side.cell(place, name) for name in columns)
                if any(key) and (key in self.old.rows.get(table, {})) != (key in self.new.rows.get(table, {})):
                    return CODEBOOK
        return None

    def _rests_on(self, table: str, columns: list[str], side: _Side, column: str | None) -> bool:
        """Whether a cell is the code itself, or a row is there for the entry's sake; words are there without their code."""
        if column is not None:
            return column in columns
        return table in ACROSS_PLANS or set(columns) <= set(side.keys[table])
