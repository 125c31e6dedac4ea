"""A collection of plans → the tables of a data package: every plan read, their bodies joined, districts compared.

A file that cannot be read is left out and named; the others are read all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from carbonpeak.errors import PlanError, RegistryError
from carbonpeak.indicators import codebook
from carbonpeak.plan import Copy, Reading, read_plan
from carbonpeak.read import read
from carbonpeak.records import TABLES, Comparison, Indicator, Organization, OrganizationName, Plan, Target


class LeftOut(NamedTuple):
    """A file or a plan that was not read, why, and what to do."""

    path: str
    problem: str
    remedy: str


class Collection(NamedTuple):
    """`tables` holds the record tuples of every table, sorted by key; `texts` the text behind each document id."""

    tables: dict[str, list[Any]]
    texts: dict[str, str]
    left_out: list[LeftOut]
    warnings: list[str]


def read_collection(plans_dir: Path, name: str) -> Collection:
    """Reads the collection `name` of `plans_dir/plans.yaml`.

    Raises RegistryError where plans.yaml itself cannot be used and PlanError where a correction cannot be applied; what is
    wrong with a single plan is listed in `left_out`.
    """
    from carbonpeak import corrections, registry  # `carbonpeak extract` starts without them

    register = registry.load(plans_dir)
    corrected = corrections.load(plans_dir)
    left_out = [LeftOut(str(problem.path), problem.problem, problem.remedy) for problem in register.problems]
    entry = register.collections.get(name)
    if entry is None:
        known = ", ".join(register.collections) or "none"
        raise RegistryError(register.path, f"there is no collection {name!r}", f"name one of: {known}")
    readings = []
    plan_ids = [plan.plan_id for one in register.collections.values() for plan in one.plans]
    faults = corrected.astray(plan_ids) if not register.problems else []
    for plan in entry.plans:
        try:
            copies = [copy_of(plans_dir / one.path, one.path, one.rendition, one.canonical) for one in plan.renditions]
            reading = read_plan(copies, plan.plan_id, plan.district_code, plan.metadata)
        except PlanError as error:
            left_out.append(LeftOut(str(error.path), error.problem, error.remedy))
            continue
        reading, wrong = corrections.correct(reading, corrected)
        readings.append(reading)
        faults += wrong
    if faults:
        raise corrected.error(faults)
    return join(readings, left_out)


def copy_of(path: Path, name: str, rendition: str, canonical: bool) -> Copy:
    """The file at `path` as a rendition of a plan, published under `name`. Raises a PlanError where it cannot be read."""
    source = read(path)
    document_id = name.replace("/", "-").rpartition(".")[0] or name
    return Copy(
        document_id,
        name,
        source.text,
        source.data_sha256,
        source.bytes,
        source.encoding,
        rendition,
        canonical,
        source.notes,
    )


def join(readings: Sequence[Reading], left_out: list[LeftOut] | None = None) -> Collection:
    """The tables of several plans as one set, sorted by key, with what only several plans together can say."""
    tables: dict[str, list[Any]] = {name: [] for name in TABLES}
    texts: dict[str, str] = {}
    warnings: list[str] = []
    for reading in sorted(readings, key=lambda one: one.plan_id):
        for name, found in reading.tables.items():
            tables[name] += found
        texts.update(reading.texts)
        warnings += reading.warnings
    tables["organizations"], tables["organization_names"] = organizations(readings)
    tables["indicators"] = indicators()
    tables["comparison"] = comparison(tables["plans"], tables["targets"])
    for name in ("documents", "discrepancies", "unread"):
        tables[name].sort(key=lambda row: (row.plan_id, row[0]) if name != "documents" else row[0])
    return Collection(tables, texts, left_out or [], warnings)


def organizations(readings: Iterable[Reading]) -> tuple[list[Organization], list[OrganizationName]]:
    """Every body that a plan names, once, and every form in which it is written."""
    bodies: dict[str, Organization] = {}
    names: dict[tuple[str, str], int] = {}
    for reading in readings:
        for written, (body, times) in reading.bodies.items():
            bodies.setdefault(body.org_id, Organization(*body[:6]))
            key = (body.org_id, written)
            names[key] = names.get(key, 0) + times
    return sorted(bodies.values()), [
        OrganizationName(org, written, names[org, written]) for org, written in sorted(names)
    ]


def indicators() -> list[Indicator]:
    """The codebook as a table."""
    return sorted(codebook().values())


def comparison(plans: Sequence[Plan], targets: Sequence[Target]) -> list[Comparison]:
    """One row for each indicator, district and deadline, where two districts or more have that indicator and deadline.

    The first target in the order of the text is the row; further ones of the same district are named in
    `other_target_ids`.
    """
    by_plan = {plan.plan_id: plan for plan in plans}
    candidates = [one for target in targets for one in comparable(by_plan[target.plan_id], target)]
    return list(compared(sorted(candidates, key=comparison_key)))


def comparable(plan: Plan, target: Target) -> Iterator[Comparison]:
    """The target as a row of `comparison`, should another plan have the same indicator and deadline; none without an indicator."""
    if target.indicator_id and not target.repeats:
        yield Comparison(
            target.indicator_id, target.plan_id, plan.district_code, plan.district_zh, target.period_start, target.period_end, target.scope,
            target.measure, target.direction, target.comparator, target.value, target.value_max, target.unit, target.value_si, target.value_max_si,
            target.unit_si, target.modality, target.target_id, None,
        )  # fmt: skip


def comparison_key(row: Comparison) -> tuple[str, int, str]:
    """What `comparison` is sorted by: indicator, deadline, plan."""
    return row.indicator_id, row.period_end or 0, row.plan_id


def compared(candidates: Iterable[Comparison]) -> Iterator[Comparison]:
    """The rows of `comparison` from all comparable targets in the order of `comparison_key`; holds one district's at a time."""
    for _, same in groupby(candidates, lambda row: comparison_key(row)[:2]):
        districts = groupby(same, lambda row: row.plan_id)
        first: Comparison | None = _merged(next(districts)[1])
        for _, targets in districts:
            if first:
                yield first
                first = None
            yield _merged(targets)


def _merged(targets: Iterator[Comparison]) -> Comparison:
    first = next(targets)
    return first._replace(other_target_ids=" ".join(other.target_id for other in targets) or None)
