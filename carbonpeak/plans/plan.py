"""One plan, all its records: runs the stages over the canonical text and joins what they find.

`read_text` reads a text that no registry knows, `read_plan` a plan with all its renditions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from carbonpeak.bodies import districts
from carbonpeak.bodies.organizations import Body
from carbonpeak.duties.duties import Duties
from carbonpeak.errors import NotAPlan
from carbonpeak.keys import row_id
from carbonpeak.plans.characters import Characters
from carbonpeak.records import Discrepancy, Document, Plan
from carbonpeak.shape import NamedTuple
from carbonpeak.structure import collate
from carbonpeak.structure.clean import clean
from carbonpeak.structure.collate import Difference
from carbonpeak.structure.front import Front, front
from carbonpeak.structure.outline import gaps, outline
from carbonpeak.targets.commitments import Commitments

_EXPECTED = ("issuer", "document_number", "issued_on")  # what a plan as issued says of itself


class Copy(NamedTuple):
    """One text of a plan: where it came from and what it says."""

    document_id: str
    path: str
    text: str
    sha256: str
    bytes: int
    encoding: str | None  # None where the file is no plain text
    rendition: str
    is_canonical: bool
    notes: tuple[str, ...] = ()  # what in the file could not be read, such as pictures


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


def read_plan(
    copies: Sequence[Copy], plan_id: str | None, district_code: str | None, known: Mapping[str, str] | None = None
) -> Reading:
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
    division = (
        districts.by_code(district_code)
        if district_code
        else districts.find(f"{stated['issuer'] or ''} {stated['title'] or ''}")
    )
    if plan_id is None:
        plan_id = f"{division.code}-{stated['year']}" if division and stated["year"] else canonical.document_id
    duties = Duties(plan_id, text, tree, division.code if division else None)
    duties.read()
    commitments = Commitments(plan_id, text, tree, stated["title"], stated["year"], duties.task_ids, duties.lists)
    commitments.read(duties.divided)
    headed = len(tree.sections) >= (2 if stated["title"] else 4) or any(s.kind == "objective" for s in tree.sections)
    if not commitments.targets and not duties.responsibilities and not headed:
        raise NotAPlan(
            Path(canonical.path),
            "nothing of a plan was found in it: no title, no headings, no targets, no responsible bodies",
            "check that it is the text of an implementation plan",
        )
    duties.differences += commitments.differences
    if len(tree.sections) > 1 and stated["title"]:
        absent = [field for field in _EXPECTED if stated[field] is None]
        duties.differences += [
            Difference("missing_value", None, field, "no text of the plan states it") for field in absent
        ]
    duties.differences += [Difference("unreadable", None, note, f"in {c.path}") for c in copies for note in c.notes]
    duties.differences += [Difference("unreadable", *odd) for odd in gaps(text, tree)]
    for other, other_tree in others:
        duties.differences += collate.renditions(text, tree, other, other_tree)
    plan = Plan(
        plan_id,
        division.code if division else None,
        division.name_zh if division else None,
        division.name_en if division else None,
        stated["title"],
        stated["issuer"],
        stated["document_number"],
        stated["adopted_on"],
        stated["issued_on"],
        stated["printed_on"],
        stated["superior_plan"],
    )
    warnings = [
        f"{canonical.path}: {one.path or 'text'}: {one.detail_a}: {one.detail_b}"
        for one in duties.differences
        if one.kind == "unreadable"
    ]
    documents = [
        Document(
            c.document_id, plan_id, c.path, c.sha256, c.bytes, len(c.text), c.encoding, c.rendition, c.is_canonical
        )
        for c in copies
    ]
    tables: dict[str, list[Any]] = {
        "plans": [plan],
        "documents": documents,
        "sections": duties.sections,
        "tasks": duties.tasks,
        "responsibilities": duties.responsibilities,
        "targets": commitments.targets,
        "discrepancies": _discrepancies(plan_id, duties.differences),
        "unread": commitments.unread,
    }
    bodies = duties.bodies
    if text.own is not text.text:
        own = Characters(text)
        tables = own.of_tables(tables)
        bodies = {own.of(name): body for name, body in bodies.items()}
    return Reading(plan_id, tables, bodies, {c.document_id: c.text for c in copies}, warnings)


def _stated(fronts: list[Front], known: Mapping[str, str]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for field in Front._fields:
        merged[field] = known.get(field) or next(
            (value for value in (getattr(one, field) for one in fronts) if value), None
        )
    return merged


def _discrepancies(plan_id: str, differences: list[Difference]) -> list[Discrepancy]:
    rows: dict[str, Discrepancy] = {}
    for kind, path, a, b in differences:
        own_id = row_id(plan_id, kind, path or "", a or "", b or "")
        rows[own_id] = Discrepancy(own_id, plan_id, kind, path, a, b)
    return list(rows.values())
