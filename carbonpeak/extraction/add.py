"""`carbonpeak add`: what a new plan file holds, and its entry in plans.yaml. Asks nobody anything; that is for the command.

The entry is put into the text of plans.yaml, so that every comment and line of it stays as it is.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from carbonpeak.bodies import districts
from carbonpeak.errors import NotAPlan, PlanError, RegistryError
from carbonpeak.extraction.grouping import rendition_of
from carbonpeak.plans import registry
from carbonpeak.plans.collection import copy_of
from carbonpeak.plans.plan import Reading, read_plan
from carbonpeak.plans.yamltext import appended, scalar
from carbonpeak.shape import NamedTuple
from carbonpeak.text.fold import fold

NEW = "collections:\n"


class Entry(NamedTuple):
    """What is to be registered."""

    collection: str
    plan_id: str
    district_code: str
    rendition: str
    metadata: Mapping[str, str] = {}  # never changed
    another_copy: bool = False  # of a plan that is registered already
    package: str = ""  # of a collection that does not exist yet, with its titles
    title_zh: str = ""
    title_en: str = ""


def registered(plans_dir: Path) -> registry.Registry | None:
    """What the folder's plans.yaml holds; None where there is none yet. Raises RegistryError where it cannot be used."""
    return registry.load(plans_dir) if (plans_dir / registry.FILE).is_file() else None


def refuse_known(plans_dir: Path, file: Path) -> None:
    """Raises PlanError where the file, or another one with the same content, is registered already."""
    known = registered(plans_dir)
    if known is None or not file.is_file():
        return
    data = file.read_bytes()
    for path, plan in known.files.items():
        if path == file.resolve():
            raise PlanError(file, f"it is registered already, as plan {plan.plan_id}", "there is nothing to add")
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            where = f"{plans_dir / path.name}, plan {plan.plan_id}"
            raise PlanError(file, f"the same text is registered already: {where}", "there is nothing to add")


def understand(
    file: Path, plan_id: str | None = None, district_code: str | None = None, metadata: Mapping[str, str] | None = None
) -> Reading:
    """Reads a plan with what a person says of it. Raises PlanError where it cannot be read or is no plan."""
    if district_code not in (None, districts.NATIONWIDE) and districts.by_code(district_code) is None:
        raise PlanError(file, f"there is no division {district_code}", "give its six digits from GB/T 2260")
    copy = copy_of(file, file.name, rendition_of(file), True)
    try:
        return read_plan([copy], plan_id, district_code, metadata)
    except NotAPlan as error:  # it knows the file by its name in the tables alone
        raise NotAPlan(file, error.problem, error.remedy) from None


def names(reading: Reading, division: districts.Division) -> bool:
    """Whether a text of the plan names the division, at least by the first two characters of its name."""
    return any(division.name_zh[:2] in fold("".join(text.split())) for text in reading.texts.values())


def of_another_province(collection: registry.CollectionEntry, district_code: str) -> str | None:
    """That a plan of this district would be the first of its province in the collection, in words; None where it would not."""
    here = sorted({plan.district_code[:2] for plan in collection.plans})
    if not here or district_code[:2] in here:
        return None
    found = ", ".join(map(_province, here))
    return (
        f"the plans of the collection {collection.name} are of {found}, and this one is of {_province(district_code)}"
    )


def _province(code: str) -> str:
    division = districts.by_code(f"{code[:2]}0000")
    return division.name_zh if division else "the whole country"


def register(plans_dir: Path, file: Path, entry: Entry) -> Path:
    """Copies the file into the folder, where it is not there yet, and enters it in plans.yaml; returns where it lies.

    Raises PlanError, with everything as it was before, where that is not possible or the registry does not hold after it.
    """
    refuse_known(plans_dir, file)
    before = registered(plans_dir)
    _check(plans_dir, before, entry)
    target, relative = _place(plans_dir, file)
    yaml = plans_dir / registry.FILE
    old = yaml.read_bytes() if before is not None else None
    text = (old or NEW.encode()).decode("utf-8-sig")
    new = _with_entry(yaml, text, before, entry, relative)
    copied = not target.exists()
    plans_dir.mkdir(parents=True, exist_ok=True)
    try:
        if copied:
            shutil.copyfile(file, target)
        _write(yaml, (b"\xef\xbb\xbf" if old and old.startswith(b"\xef\xbb\xbf") else b"") + new.encode())
        _holds(registry.load(plans_dir), before, entry, target)
    except BaseException:
        if copied:
            target.unlink(missing_ok=True)
        if old is None:
            yaml.unlink(missing_ok=True)
        else:
            _write(yaml, old)
        raise
    return target


def _check(plans_dir: Path, known: registry.Registry | None, entry: Entry) -> None:
    yaml = plans_dir / registry.FILE
    if not registry.PLAN_ID.fullmatch(entry.plan_id):
        raise RegistryError(
            yaml, f"the plan_id {entry.plan_id} is not allowed", "write it like 310106-2022 or 310106-2022-energy"
        )
    if not entry.plan_id.startswith(entry.district_code):
        problem = f"the plan_id {entry.plan_id} and the district_code {entry.district_code} disagree"
        raise RegistryError(yaml, problem, "correct one of them")
    collections = known.collections if known else {}
    home = next(
        (name for name, one in collections.items() for plan in one.plans if plan.plan_id == entry.plan_id), None
    )
    if entry.another_copy and home != entry.collection:
        problem = f"the collection {entry.collection} has no plan {entry.plan_id}"
        raise RegistryError(yaml, problem, "name the plan that the file is another copy of")
    if home and not entry.another_copy:
        problem = f"{entry.plan_id} is registered already, in the collection {home}"
        raise RegistryError(
            yaml,
            problem,
            f"give this plan an id of its own, like {entry.plan_id[:11]}-energy, or say that the file is another copy of it",
        )
    if entry.collection not in collections and not (entry.package and entry.title_zh and entry.title_en):
        problem = f"there is no collection {entry.collection}; there are {', '.join(collections) or 'none'}"
        raise RegistryError(
            yaml, problem, "name one of them, or give the new one a package and a title in both languages"
        )


def _place(plans_dir: Path, file: Path) -> tuple[Path, str]:
    """Where the file is to lie, and how plans.yaml names that."""
    home = plans_dir.resolve()
    if file.resolve().is_relative_to(home):
        return file, file.resolve().relative_to(home).as_posix()
    target = plans_dir / file.name
    if target.exists() and target.read_bytes() != file.read_bytes():
        raise PlanError(file, f"{target} is another file of the same name", "rename yours")
    return target, file.name


def _with_entry(yaml: Path, text: str, known: registry.Registry | None, entry: Entry, path: str) -> str:
    """The text of plans.yaml with the entry in its place."""
    rendition = [f"- {{path: {scalar(path)}, rendition: {scalar(entry.rendition)}, canonical: true}}"]
    if entry.another_copy:
        rendition = [f"- {{path: {scalar(path)}, rendition: {scalar(entry.rendition)}}}"]
        plans = ["collections", entry.collection, "plans"]
        return appended(yaml, text, [*plans, ("plan_id", entry.plan_id), "renditions"], rendition)
    plan = [
        f"- plan_id: {entry.plan_id}",
        f'  district_code: "{entry.district_code}"',
        "  renditions:",
        *(f"    {line}" for line in rendition),
    ]
    stated = {name: value for name, value in entry.metadata.items() if value}
    if stated:
        plan += ["  metadata:", *(f"    {name}: {scalar(value)}" for name, value in stated.items())]
    if known and entry.collection in known.collections:
        return appended(yaml, text, ["collections", entry.collection, "plans"], plan)
    collection = [
        f"{entry.collection}:",
        f"  package: {scalar(entry.package)}",
        f"  title: {{zh: {scalar(entry.title_zh)}, en: {scalar(entry.title_en)}}}",
        "  plans:",
        *(f"    {line}" for line in plan),
    ]
    return appended(yaml, text, ["collections"], collection)


def _holds(now: registry.Registry, before: registry.Registry | None, entry: Entry, target: Path) -> None:
    """Raises RegistryError unless the new registry is the old one and the new entry."""
    problem = next((one for one in now.problems if one.entry == entry.plan_id), None)
    if problem:
        raise problem
    found = now.by_path(target.resolve())
    others = {path: plan for path, plan in now.files.items() if plan.plan_id != entry.plan_id}
    kept = {path: plan for path, plan in (before.files if before else {}).items() if plan.plan_id != entry.plan_id}
    if found is None or found.plan_id != entry.plan_id or others != kept:
        raise RegistryError(
            now.path, "the entry could not be put in its place", "write it by hand, as docs/adding-plans.md shows"
        )


def _write(path: Path, data: bytes) -> None:
    """Replaces a file at once, so that nobody ever reads half of it."""
    aside = path.with_name(f".{path.name}.part")
    aside.write_bytes(data)
    os.replace(aside, path)
