"""plans.yaml → Registry: which files belong to which plan and collection. What the files hold is not looked at.

A mistake in the file or in a collection stops everything (RegistryError); a mistake about one plan leaves that plan out
and is kept in `Registry.problems`, so that the good plans beside it are still read.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from carbonpeak import kept
from carbonpeak.bodies import districts
from carbonpeak.errors import RegistryError
from carbonpeak.patterns import lazy
from carbonpeak.plans import stated
from carbonpeak.shape import NamedTuple

FILE = "plans.yaml"
PLAN_ID = lazy(r"\d{6}-\d{4}(?:-[a-z][a-z0-9]*)?")  # a word parts plans of one division and year
_NAME = lazy(r"[a-z0-9][a-z0-9_-]*")
_PACKAGE = lazy(r"[a-z0-9][a-z0-9._-]*")
_ADDRESS = r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[^\s?#\"<>\\^`{|}]*)?"
# What a collection may say of where it is published: the form of each value, and how to write it.
_PUBLISHED: dict[str, tuple[re.Pattern[str], str]] = {
    "base_url": (
        lazy(_ADDRESS),
        "write the address under which the package's folder is served, beginning with https://",
    ),
    "contact": (
        lazy(rf"[^\s@<>\"]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|{_ADDRESS}"),
        "write an e-mail address, or the address of a page beginning with https://",
    ),
    "doi": (lazy(r"10\.\d{4,9}/[^\s\"<>{}]+"), "write it as 10.1234/name, without an address before it"),
}


class RenditionEntry(NamedTuple):
    path: str  # relative to the folder of plans.yaml, parts joined by /
    rendition: str  # what kind of copy: pdf-text, web-page, markdown, ocr, …
    canonical: bool


class PlanEntry(NamedTuple):
    plan_id: str
    district_code: str
    renditions: list[RenditionEntry]
    metadata: dict[str, str]  # what a person states because the text does not, by column of `plans`


class CollectionEntry(NamedTuple):
    name: str
    package: str
    title_zh: str
    title_en: str
    plans: list[PlanEntry]
    base_url: str | None = None  # where the package's folder is served, with a / at the end
    contact: str | None = None  # an e-mail address or a page
    doi: str | None = None  # of the package in all its versions, 10.…/…


class Registry(NamedTuple):
    path: Path  # of plans.yaml
    collections: dict[str, CollectionEntry]
    problems: list[RegistryError]  # about single plans, which are left out of their collections
    files: dict[Path, PlanEntry]  # by absolute path

    def by_path(self, path: str | Path) -> PlanEntry | None:
        """The plan that a file belongs to, or None. A relative path counts from the working folder, or from that of plans.yaml."""
        for place in (Path(path), self.path.parent / path):
            plan = self.files.get(place.resolve())
            if plan:
                return plan
        return None


def load(plans_dir: Path) -> Registry:
    """The registry of a folder of plans. Raises RegistryError for mistakes in the structure of plans.yaml."""
    reader = _Reader(plans_dir / FILE)
    top = reader.mapping(reader.parse(), None, "the file", required={"collections"})
    collections = reader.mapping(top["collections"], None, "collections")
    found = {name: reader.collection(name, entry) for name, entry in collections.items()}
    return reader.checked(found)


class _Reader:
    """Turns what stands in one plans.yaml into entries."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[RegistryError] = []

    def fail(self, entry: str | None, problem: str, remedy: str) -> RegistryError:
        return RegistryError(self.path, f"{entry}: {problem}" if entry else problem, remedy, entry)

    def parse(self) -> Any:
        """The content of the file as YAML values: as it was read last where the file is the same, for the library takes longer
        to start than `extract` to read a plan."""
        try:
            text = self.path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            raise self.fail(
                None, "there is no such file", "create it as docs/adding-plans.md shows, or name another folder"
            ) from None
        except OSError as error:
            raise self.fail(None, f"it cannot be opened ({error.strerror or error})", "correct the path") from None
        except UnicodeDecodeError as error:
            raise self.fail(None, f"it is not UTF-8 at byte {error.start:,}", "save it as UTF-8") from None
        found = kept.taken("registry", text)
        if found is None:
            found = self.values(text)
            if not sys.dont_write_bytecode:
                with suppress(OSError, ValueError):
                    kept.put("registry", text, found)
        return found

    def values(self, text: str) -> Any:
        """YAML values of a text, with no key twice and days as they are written."""
        import yaml

        class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
            """Refuses what YAML allows and a person never means: the same key twice."""

        def no_duplicates(loader: Any, node: Any) -> dict[Any, Any]:
            keys = [key.value for key, _ in node.value]
            for position, key in enumerate(keys):
                if key in keys[:position]:
                    line = node.value[position][0].start_mark.line + 1
                    raise self.fail(
                        None, f"line {line}: the key {key} stands there a second time", "remove one of the two"
                    )
            return dict(loader.construct_pairs(node, deep=True))

        Loader.add_constructor("tag:yaml.org,2002:map", no_duplicates)
        Loader.add_constructor("tag:yaml.org,2002:timestamp", yaml.SafeLoader.construct_yaml_str)
        try:
            return yaml.load(text, Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
            raise self.fail(None, f"{where}it is not YAML ({error.problem})", "correct that line") from None
        except yaml.YAMLError as error:
            raise self.fail(None, f"it is not YAML ({error})", "correct it") from None

    def mapping(
        self,
        value: Any,
        entry: str | None,
        what: str,
        required: set[str] | None = None,
        optional: set[str] | None = None,
    ) -> dict[str, Any]:
        """The value as a mapping with all of the required keys and no unknown ones; any keys where none are named."""
        if not isinstance(value, dict) or not value:
            raise self.fail(entry, f"{what} must be key: value pairs", "write it as docs/adding-plans.md shows")
        if required is not None:
            known = required | (optional or set())
            for key in value:
                if key not in known:
                    raise self.fail(
                        entry,
                        f"{what} has the unknown key {key}",
                        f"remove it or use one of {', '.join(sorted(known))}",
                    )
            for key in sorted(required):
                if value.get(key) in (None, ""):
                    raise self.fail(entry, f"{what} has no {key}", f"add {key}")
        return {str(key): item for key, item in value.items()}

    def listing(self, value: Any, entry: str | None, what: str) -> list[Any]:
        if not isinstance(value, list) or not value:
            raise self.fail(
                entry, f"{what} must be a list with at least one entry", "write it as docs/adding-plans.md shows"
            )
        return value

    def collection(self, name: str, value: Any) -> CollectionEntry:
        entry = self.mapping(value, name, "the collection", {"package", "title", "plans"}, set(_PUBLISHED))
        title = self.mapping(entry["title"], name, "title", {"zh", "en"})
        if not _NAME.fullmatch(name):
            raise self.fail(name, "the collection's name", "use small letters, digits, - and _ only")
        if not _PACKAGE.fullmatch(str(entry["package"])):
            raise self.fail(
                name, f"the package name {entry['package']} is not allowed", "use small letters, digits, . - and _ only"
            )
        published = {key: self.published(name, key, entry[key]) for key in _PUBLISHED if key in entry}
        plans = []
        for number, item in enumerate(self.listing(entry["plans"], name, "plans"), 1):
            try:
                plans.append(self.plan(f"{name}, plan {number}", item))
            except RegistryError as problem:
                self.problems.append(problem.of(name))
        return CollectionEntry(name, str(entry["package"]), str(title["zh"]), str(title["en"]), plans, **published)

    def published(self, name: str, key: str, value: Any) -> str:
        """What a collection says of where it is published, in its one form."""
        form, remedy = _PUBLISHED[key]
        if not isinstance(value, str) or not form.fullmatch(value):
            raise self.fail(name, f"the {key} {value} is not allowed", remedy)
        return f"{value.rstrip('/')}/" if key == "base_url" else value

    def plan(self, place: str, value: Any) -> PlanEntry:
        """One plan, its structure checked but not yet what it points to."""
        entry = self.mapping(value, place, "the plan", {"plan_id", "district_code", "renditions"}, {"metadata"})
        plan_id = str(entry["plan_id"])
        if not PLAN_ID.fullmatch(plan_id):
            raise self.fail(
                place,
                f"the plan_id {plan_id} is not allowed",
                "write district code and year, like 310106-2022, for a second plan of both a word behind it, like 310106-2022-energy",
            )
        renditions = []
        for item in self.listing(entry["renditions"], plan_id, "renditions"):
            rendition = self.mapping(item, plan_id, "a rendition", {"path", "rendition"}, {"canonical"})
            canonical = rendition.get("canonical", False)
            if not isinstance(canonical, bool):
                raise self.fail(plan_id, f"canonical is {canonical}", "write true or leave it out")
            if not isinstance(rendition["path"], str):
                raise self.fail(plan_id, f"the path {rendition['path']} is not a text", "put it in quotation marks")
            if not stated.RENDITION.fullmatch(str(rendition["rendition"])):
                problem = f"the rendition {rendition['rendition']} is not allowed"
                raise self.fail(plan_id, problem, "use small letters, digits and -, like web-page")
            renditions.append(RenditionEntry(rendition["path"], str(rendition["rendition"]), canonical))
        metadata = self.mapping(entry["metadata"], plan_id, "metadata") if entry.get("metadata") else {}
        for key, text in metadata.items():
            if isinstance(text, (dict, list)) or text is None:
                raise self.fail(plan_id, f"metadata {key} must be one value", "write a text or a date")
            wrong = stated.wrong(key, str(text))
            if wrong:
                raise self.fail(plan_id, f"metadata: {wrong[0]}", wrong[1])
        return PlanEntry(
            plan_id, str(entry["district_code"]), renditions, {key: str(text) for key, text in metadata.items()}
        )

    def checked(self, collections: dict[str, CollectionEntry]) -> Registry:
        """The collections without the plans that something is wrong with, and what that is."""
        plans = [plan for collection in collections.values() for plan in collection.plans]
        ids = Counter(plan.plan_id for plan in plans)
        paths = Counter(str(Path(rendition.path)) for plan in plans for rendition in plan.renditions)
        packages = Counter(collection.package for collection in collections.values())
        files: dict[Path, PlanEntry] = {}
        for name, collection in collections.items():
            if packages[collection.package] > 1:
                raise self.fail(name, f"another collection has the package {collection.package} too", "rename one")
            good = []
            for plan in collection.plans:
                problem = self.wrong(plan, ids, paths)
                if problem:
                    self.problems.append(problem.of(name))
                    continue
                good.append(plan)
                files.update(((self.path.parent / rendition.path).resolve(), plan) for rendition in plan.renditions)
            collections[name] = collection._replace(plans=good)
        return Registry(self.path, collections, self.problems, files)

    def wrong(self, plan: PlanEntry, ids: Counter[str], paths: Counter[str]) -> RegistryError | None:
        """The first thing that is wrong with one plan, or None."""
        name, code = plan.plan_id, plan.district_code
        written = ", ".join(rendition.path for rendition in plan.renditions)
        if ids[name] > 1:
            return self.fail(
                name,
                f"{ids[name]} plans have this plan_id (this one: {written})",
                f"give each plan its own: the second a word behind it, like {name[:11]}-energy",
            )
        if code != districts.NATIONWIDE and not districts.by_code(code):
            return self.fail(
                name, f"the district_code {code} is in no list of divisions", "correct it (GB/T 2260, six digits)"
            )
        if not name.startswith(code):
            return self.fail(name, f"plan_id and district_code {code} disagree", "correct one of them")
        canonical = sum(rendition.canonical for rendition in plan.renditions)
        if canonical != 1:
            return self.fail(
                name,
                f"{canonical or 'none'} of its {len(plan.renditions)} renditions marked canonical",
                "mark exactly one with canonical: true",
            )
        for rendition in plan.renditions:
            times = paths[str(Path(rendition.path))]
            if times > 1:
                return self.fail(name, f"{rendition.path} is registered {times} times", "keep one of the entries")
            if Path(rendition.path).is_absolute() or ".." in Path(rendition.path).parts:
                return self.fail(name, f"{rendition.path} lies outside the folder of plans", f"copy it beside {FILE}")
            if not (self.path.parent / rendition.path).is_file():
                return self.fail(
                    name, f"there is no file {rendition.path}", f"put it beside {FILE} or correct the path"
                )
        return None
