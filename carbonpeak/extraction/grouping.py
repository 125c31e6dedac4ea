"""Files → the plans they belong to: what the registry beside them says, else every file is a plan of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from carbonpeak.errors import PlanError
from carbonpeak.extraction.batch import File, Group, free
from carbonpeak.plans.collection import readable
from carbonpeak.shape import NamedTuple
from carbonpeak.text.formats import DOCX, HTML, MARKDOWN, MEDIA, PDF

_RENDITIONS = {MARKDOWN: "markdown", HTML: "web-page", DOCX: "word", PDF: "pdf-text"}
_PLAIN = "plain-text"


class _Folder(NamedTuple):
    """What stands beside the files of a folder: carbonpeak.plans.registry.Registry, carbonpeak.plans.corrections.Corrections."""

    registry: Any = None
    corrections: Any = None


def groups_of(files: Iterable[Path], warn: Callable[[str], None]) -> list[Group]:
    """The files by plan, in their order. A file given twice is read once; files of one name get different document ids.

    What is wrong with a registry is told to `warn`, and the files beside it are read without it.
    """
    groups: list[Group] = []
    known: dict[tuple[Path, str], Group] = {}
    folders: dict[Path, _Folder] = {}
    document_ids: set[str] = set()
    plan_ids: set[str] = set()
    own: dict[str, Path] = {}
    for path in files:
        own.setdefault(os.path.abspath(path), path)
    for path in own.values():
        place = path.parent
        folder = folders.get(place) or folders.setdefault(place, _folder(place, warn))
        entry = folder.registry.by_path(path) if folder.registry else None
        document_id = free(readable(path.stem), document_ids)
        document_ids.add(document_id)
        if entry is None:
            groups.append(Group(None, None, {}, [File(path, document_id, rendition_of(path), True)]))
            continue
        group = known.get((place, entry.plan_id))
        if group is None:
            plan_id = free(entry.plan_id, plan_ids)  # the registry of another folder may have a plan of this id, too
            plan_ids.add(plan_id)
            corrections = folder.corrections and folder.corrections.of(entry.plan_id, plan_id)
            group = Group(plan_id, entry.district_code, entry.metadata, [], corrections)
            known[place, entry.plan_id] = group
            groups.append(group)
        rendition = next(one for one in entry.renditions if (place / one.path).resolve() == path.resolve())
        group.files.append(File(path, document_id, rendition.rendition, rendition.canonical))
    return [_with_canonical(group) for group in groups]


def rendition_of(path: Path) -> str:
    """What kind of copy a file is, as far as its ending tells."""
    return _RENDITIONS.get(MEDIA.get(path.suffix.lower(), ""), _PLAIN)


def _with_canonical(group: Group) -> Group:
    """Where the canonical rendition is not among the files, the first one given stands in for it."""
    if any(file.canonical for file in group.files):
        return group
    return group._replace(files=[group.files[0]._replace(canonical=True), *group.files[1:]])


def _folder(folder: Path, warn: Callable[[str], None]) -> _Folder:
    if not (folder / "plans.yaml").is_file():
        return _Folder()
    from carbonpeak.plans import registry

    try:
        register = registry.load(folder)
    except PlanError as error:
        warn(f"{error} The files are read without it.")
        return _Folder()
    if not (folder / "corrections.csv").is_file():
        return _Folder(register)
    from carbonpeak.plans import corrections

    try:
        return _Folder(register, corrections.load(folder))
    except PlanError as error:
        warn(f"{error} The files are read without it.")
        return _Folder(register)
