"""A collection of plans → the tables of a data package: every plan read, their bodies joined, districts compared.

A file that cannot be read is left out and named; the others are read all the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from carbonpeak.errors import NotAPlan, PlanError, RegistryError
from carbonpeak.plans.comparison import comparison
from carbonpeak.plans.coverage import coverage
from carbonpeak.plans.plan import Copy, Reading, read_plan
from carbonpeak.records import TABLES, Indicator, Organization, OrganizationName, new
from carbonpeak.shape import NamedTuple
from carbonpeak.targets.indicators import codebook
from carbonpeak.text.read import read


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
    from carbonpeak.plans import corrections, registry  # `carbonpeak extract` starts without them

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
    ids: dict[str, str] = {}
    for path in (one.path for plan in entry.plans for one in plan.renditions):
        ids[path] = document_id(path, ids.values())
    for plan in entry.plans:
        try:
            copies = [
                copy_of(plans_dir / one.path, one.path, one.rendition, one.canonical, ids[one.path])
                for one in plan.renditions
            ]
            reading = read_plan(copies, plan.plan_id, plan.district_code, plan.metadata)
        except PlanError as error:
            where = plans_dir / error.path if isinstance(error, NotAPlan) else error.path  # as the tables name the file
            left_out.append(LeftOut(str(where), error.problem, error.remedy))
            continue
        except Exception as error:
            left_out.append(mistaken(plans_dir / plan.renditions[0].path, error))
            continue
        reading, wrong = corrections.correct(reading, corrected)
        readings.append(reading)
        faults += wrong
    if faults:
        raise corrected.error(faults)
    return join(readings, left_out)


def mistaken(path: Path, error: Exception) -> LeftOut:
    """A mistake of the reader, which must not cost the other files. Raises DataFileError where a table of its own is at fault."""
    from carbonpeak import datafaults

    wrong = datafaults.error()
    if wrong:
        raise wrong from None
    problem = f"the reader failed on it ({type(error).__name__}: {error})"
    return LeftOut(str(path), problem, "please report this with the file")


def document_id(name: str, taken: Iterable[str] = ()) -> str:
    """What a file published under `name` is called: its name without the ending, or with it where another file is called so."""
    stem, _, ending = name.replace("/", "-").rpartition(".")
    own = stem or ending
    known = set(taken)
    while own in known:
        own = f"{own}-{ending}"
    return own


def readable(name: str) -> str:
    """The name of a file as text. One that is not UTF-8 came out of an old archive and is most likely GB18030."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def copy_of(path: Path, name: str, rendition: str, canonical: bool, called: str | None = None) -> Copy:
    """The file at `path` as a rendition of a plan, published under `name`, its id `called` something else where that is
    taken. Raises a PlanError where it cannot be read."""
    source = read(path)
    return Copy(
        called or document_id(name),
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
        tables["coverage"] += coverage(reading.plan_id, reading.tables["targets"])
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
            bodies.setdefault(body.org_id, new(Organization, body[:6]))
            key = (body.org_id, written)
            names[key] = names.get(key, 0) + times
    return sorted(bodies.values()), [new(OrganizationName, (*key, names[key])) for key in sorted(names)]


def indicators() -> list[Indicator]:
    """The codebook as a table."""
    return sorted(codebook().values())
