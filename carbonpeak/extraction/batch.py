"""One plan of many: its files → its rows as pieces of the tables, or why it could not be read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from carbonpeak.errors import PlanError
from carbonpeak.extraction.writers import encode
from carbonpeak.keys import row_id
from carbonpeak.plans.collection import LeftOut, copy_of, mistaken, organizations, readable
from carbonpeak.plans.comparison import comparable
from carbonpeak.plans.coverage import coverage
from carbonpeak.plans.plan import Reading, read_plan
from carbonpeak.records import TABLES, Comparison, Organization, OrganizationName
from carbonpeak.shape import NamedTuple

_PREFIXED = ("plan_id", "section_id", "task_id", "parent_task_id", "annex_task_id")  # begin with the plan's id
_HASHED = ("target_id", "repeats", "unread_id", "discrepancy_id")  # are made from it


class File(NamedTuple):
    """A file, the id it has among all that are read, what kind of copy it is, and whether the tables come from it."""

    path: Path
    document_id: str
    rendition: str
    canonical: bool


class Group(NamedTuple):
    """The files of one plan: a registered plan's renditions, or a file on its own."""

    plan_id: str | None  # as registered
    district_code: str | None
    metadata: dict[str, str]
    files: list[File]
    corrections: Any = None  # carbonpeak.plans.corrections.Corrections of this plan, where there are any


class Read(NamedTuple):
    """A plan that was read, its rows as pieces of the tables."""

    files: int
    plan_id: str
    says: str  # the id of the plan that the text says it is
    sha256: str  # of the file that its tables come from
    pieces: dict[str, Any]  # by table, as `writers.encode` makes them
    targets: int
    comparable: list[Comparison]
    above: list[Organization]  # bodies that belong to no single plan
    names: list[OrganizationName]  # that these have in this plan
    warnings: list[str]


class Failed(NamedTuple):
    """A plan that could not be read."""

    files: int
    left_out: LeftOut


Outcome = Read | Failed


def read_group(group: Group, taken: Collection[str], form: str) -> Outcome:
    """Reads one plan. Where its text claims an id in `taken`, it is called after its file.

    Never raises for what the file holds, but DataFileError where a table of the reader's own is at fault.
    """
    try:
        reading = _reading(group)
        says = reading.plan_id
        if group.plan_id is None and reading.plan_id in taken:
            # another text says that it is the same plan, and no registry knows them as renditions of one
            reading = renamed(reading, free(group.files[0].document_id, taken))
        return _read(group, reading, says, form)
    except PlanError as error:
        path = next((file.path for file in group.files if file.path.name == str(error.path)), error.path)
        left_out = LeftOut(str(path), error.problem, error.remedy)
    except Exception as error:
        left_out = mistaken(group.files[0].path, error)
    return Failed(len(group.files), left_out)


def _reading(group: Group) -> Reading:
    copies = [
        copy_of(file.path, readable(file.path.name), file.rendition, file.canonical)._replace(
            document_id=file.document_id
        )
        for file in group.files
    ]
    reading = read_plan(copies, group.plan_id, group.district_code, group.metadata)
    if group.corrections is None:
        return reading
    from carbonpeak.plans import corrections

    reading, faults = corrections.correct(reading, group.corrections)
    if faults:
        raise group.corrections.error(faults)
    return reading


def _read(group: Group, reading: Reading, says: str, form: str) -> Read:
    bodies, names = organizations([reading])
    above = {body.org_id: body for body in bodies if body.plan_id is None}
    plan, targets = reading.tables["plans"][0], reading.tables["targets"]
    tables = {
        **reading.tables,
        "organizations": [body for body in bodies if body.plan_id is not None],
        "organization_names": [name for name in names if name.org_id not in above],
        "coverage": coverage(reading.plan_id, targets),
    }
    return Read(
        len(group.files),
        reading.plan_id,
        says,
        next(one.sha256 for one in reading.tables["documents"] if one.is_canonical),
        {table: encode(table, rows, form) for table, rows in tables.items() if rows},
        len(targets),
        [one for target in targets for one in comparable(plan, target)],
        list(above.values()),
        [name for name in names if name.org_id in above],
        reading.warnings,
    )


def free(name: str, taken: Collection[str]) -> str:
    """The name, or the first of NAME-2, NAME-3 … that is not taken."""
    number, one = 2, name
    while one in taken:
        number, one = number + 1, f"{name}-{number}"
    return one


def renamed(reading: Reading, plan_id: str) -> Reading:
    """The same reading under another plan id, with other ids for all its rows."""
    old = len(reading.plan_id)
    bodies = {
        written: (body._replace(plan_id=plan_id, org_id=plan_id + body.org_id[old:]) if body.plan_id else body, times)
        for written, (body, times) in reading.bodies.items()
    }
    own = {body.org_id: bodies[written][0].org_id for written, (body, _) in reading.bodies.items()}
    rules: dict[str, Callable[[str], str | None]] = {name: lambda value: plan_id + value[old:] for name in _PREFIXED}
    rules.update({name: lambda value: row_id(plan_id, value) for name in _HASHED})
    rules["org_id"] = own.get
    tables = {}
    for table, rows in reading.tables.items():
        fields: tuple[str, ...] = TABLES[table]._fields  # type: ignore[attr-defined]
        places = [(place, rules[name]) for place, name in enumerate(fields) if name in rules]
        tables[table] = [_with(row, places) for row in rows]
    return reading._replace(plan_id=plan_id, tables=tables, bodies=bodies)


def _with(row: Any, places: list[tuple[int, Callable[[str], str | None]]]) -> Any:
    cells = list(row)
    for place, rule in places:
        if cells[place] is not None:
            cells[place] = rule(cells[place])
    return row._make(cells)
