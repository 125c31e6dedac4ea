"""Whether the documents of a release meet the standards that they follow. What each requires stands in `standards/*.yaml`.

Ours because the common validators let gaps through: a document is checked for what its standard asks, and against the
descriptor and the files. Plain JSON and YAML: nothing is fetched, and no graph is built.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import yaml
from jsonschema import Draft202012Validator, FormatChecker

from validations.fingerprint import fingerprint
from validations.results import ERROR, SAMPLE_SIZE, CheckResult

ENGINE = "standards"
FOLDER = Path(__file__).parent / "standards"
DESCRIPTOR = "datapackage.json"
PACKAGE = "package"  # stands for the table in results about the package as a whole

_FORMATS = FormatChecker(formats=["date"])
_SHOWN = 160  # characters of a fault; the value that it is about may be the whole document


class Requirement(NamedTuple):
    """One check of one document: what must hold in words, and the rules that say it."""

    check_id: str
    document: str
    holds: str
    when: str | None  # a property of the descriptor without which nothing is asked
    rules: Mapping[str, Any]  # kind of rule → the rule
    definitions: Mapping[str, Any]


@cache
def requirements() -> tuple[Requirement, ...]:
    """All checks of all standards, in a stable order."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        standard = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for item in standard["checks"]:
            rules = {key: item[key] for key in _KINDS if key in item}
            if not rules or item.keys() - {"id", "holds", "when", "at"} - rules.keys():
                raise ValueError(f"{path}: {item['id']}: the rules of a check are {', '.join(_KINDS)}")
            if "schema" in rules:
                rules["schema"] = {"at": item.get("at"), "schema": rules["schema"]}
            found.append(
                Requirement(
                    check_id=f"{ENGINE}.{path.stem}.{item['id']}",
                    document=standard["document"],
                    holds=item["holds"],
                    when=item.get("when"),
                    rules=rules,
                    definitions=standard.get("definitions", {}),
                )
            )
    return tuple(found)


def passing() -> list[CheckResult]:
    """The results that a faultless release gets."""
    return [_result(item, []) for item in requirements()]


def check(directory: Path, only: set[str] | None = None) -> list[CheckResult]:
    """Checks the documents of the release in `directory`; `only` limits it to the checks with these ids.

    A document that is missing or cannot be read fails every check on it.
    """
    documents = {name: _read(directory / name) for name in {DESCRIPTOR, *(item.document for item in requirements())}}
    package = documents[DESCRIPTOR]
    results = []
    for item in requirements():
        if only is not None and item.check_id not in only:
            continue
        document = documents[item.document]
        unreadable = [read for read in (document, package) if isinstance(read, str)]
        if unreadable:
            results.append(_result(item, unreadable[:1]))
        elif item.when and item.when not in package:
            results.append(_result(item, []))
        else:
            release = Release(directory, package, document, item.definitions)
            results.append(
                _result(item, [fault for kind, rule in item.rules.items() for fault in _KINDS[kind](rule, release)])
            )
    return results


def _read(path: Path) -> Any:
    """The document as plain values, or in words why there is none."""
    try:
        text = path.read_text(encoding="utf-8")
        document = json.loads(text) if path.suffix != ".cff" else yaml.safe_load(text)
    except OSError as error:
        return f"{path.name} cannot be read ({error.strerror})"
    except (ValueError, yaml.YAMLError) as error:
        return f"{path.name} cannot be read ({' '.join(str(error).split())})"
    return document if isinstance(document, dict) else f"{path.name} holds no properties"


def _result(item: Requirement, faults: Sequence[str]) -> CheckResult:
    shown = [fault if len(fault) <= _SHOWN else f"{fault[:_SHOWN]}…" for fault in faults[:SAMPLE_SIZE]]
    if len(faults) > SAMPLE_SIZE:
        shown.append(f"… {len(faults) - SAMPLE_SIZE} more")
    note = f"{item.document}: {'; '.join(shown)}" if shown else ""
    return CheckResult(item.check_id, PACKAGE, ENGINE, item.holds, ERROR, not faults, note=note)


class Release(NamedTuple):
    """What a rule looks at."""

    directory: Path
    package: Mapping[str, Any]
    document: Any
    definitions: Mapping[str, Any]

    def files(self) -> dict[str, Mapping[str, Any]]:
        """What the descriptor says of each file of data or text, by path."""
        found = [
            file for resource in self.package["resources"] for file in (resource, *resource.get("alternatives", []))
        ]
        return {file["path"]: file for file in [*found, *self.package.get("composites", [])]}

    def tables(self) -> dict[str, list[str]]:
        """The columns of each table that the descriptor lists."""
        listed = [resource for resource in self.package["resources"] if "schema" in resource]
        return {table["name"]: [field["name"] for field in table["schema"]["fields"]] for table in listed}


def values(node: Any, path: str) -> list[Any]:
    """Everything at a path of keys parted by /; lists on the way and at the end are gone through."""
    nodes = _flat(node)
    for key in path.split("/"):
        nodes = [value for item in nodes if isinstance(item, dict) and key in item for value in _flat(item[key])]
    return nodes


def _flat(node: Any) -> list[Any]:
    return [item for part in node for item in _flat(part)] if isinstance(node, list) else [node]


def _selected(document: Any, at: Mapping[str, Any] | None) -> Iterator[tuple[str, Any]]:
    """The parts of a document that a rule is about, each with its name."""
    if at is None:
        yield "", document
        return
    for node in values(document, at["each"]):
        if isinstance(node, dict) and all(value in _flat(node.get(key)) for key, value in at.get("where", {}).items()):
            yield str(node.get("@id", at["each"])), node


def _schema(rule: Mapping[str, Any], release: Release) -> Iterator[str]:
    """The parts, of which there is at least one, fit a JSON Schema."""
    validator = Draft202012Validator(
        {"$defs": dict(release.definitions), **rule["schema"]},
        format_checker=_FORMATS,
    )
    parts = list(_selected(release.document, rule["at"]))
    if not parts:
        yield f"there is no {json.dumps(rule['at'])}"
    for name, node in parts:
        for error in validator.iter_errors(node):
            yield f"{'/'.join(map(str, filter(None, [name, *error.absolute_path])))}: {error.message}".lstrip(": ")


def _files(rule: Mapping[str, Any], release: Release) -> Iterator[str]:
    """The document lists the files of the descriptor, all and no others, each with its hash."""
    base = release.package.get("url", "")
    stated = {}
    for _, node in _selected(release.document, rule):
        for path, digest in zip(values(node, rule["path"]), values(node, rule["sha256"]), strict=False):
            stated[unquote(str(path).removeprefix(base))] = digest
    listed = {path: str(file.get("hash")).removeprefix("sha256:") for path, file in release.files().items()}
    for path, digest in listed.items():
        if path not in stated:
            yield f"{path} is not listed with a hash"
        elif stated[path] != digest:
            yield f"{path}: its SHA-256 is not that of the descriptor"
    yield from (f"{path} is no file of the descriptor" for path in stated if path not in listed)


def _tables(rule: Mapping[str, str], release: Release) -> Iterator[str]:
    """The document describes every table with all its columns, in their order."""
    described = {
        name: values(node, rule["columns"])
        for node in values(release.document, rule["each"])
        for name in values(node, rule["name"])
    }
    listed = release.tables()
    yield from (f"the table {name} is not described" for name in listed if name not in described)
    yield from (f"{name} is no table of the descriptor" for name in described if name not in listed)
    yield from (f"{name} has other columns" for name in listed if described.get(name, listed[name]) != listed[name])


def _resolves(rule: Sequence[Mapping[str, str]], release: Release) -> Iterator[str]:
    """What one part of the document names, another part has, of the document or (`in: descriptor`) of the descriptor."""
    for pair in rule:
        node = release.package if pair.get("in") == "descriptor" else release.document
        there = {json.dumps(value, sort_keys=True) for path in _flat(pair["to"]) for value in values(node, path)}
        for value in values(release.document, pair["from"]):
            if json.dumps(value, sort_keys=True) not in there:
                yield f"{pair['from']}: there is no {value}"


def _agrees(rule: Mapping[str, str], release: Release) -> Iterator[str]:
    """The document says the same as the descriptor."""
    for path, name in rule.items():
        said = values(release.document, path)
        if release.package.get(name) not in said:
            yield f"{path} is {', '.join(map(str, said)) or 'missing'}, the descriptor has {release.package.get(name)}"


def _says(rule: Mapping[str, Sequence[str]], release: Release) -> Iterator[str]:
    """A text of the document holds what the descriptor says, alone or beside other words."""
    for path, names in rule.items():
        said = [str(text) for text in values(release.document, path)]
        for name in names:
            wanted = release.package.get(name)
            if not wanted or not any(wanted in text for text in said):
                yield f"{path} does not say the {name} of the descriptor"


def _fingerprint(name: str, release: Release) -> Iterator[str]:
    """A property of the document is the hash over the tables and texts that the descriptor lists."""
    digests = {path: str(file.get("hash")).removeprefix("sha256:") for path, file in release.files().items()}
    if release.document.get(name) != fingerprint(digests):
        yield f"{name} is {release.document.get(name)}, that of the files is {fingerprint(digests)}"


_KINDS: dict[str, Callable[[Any, Release], Iterator[str]]] = {
    "schema": _schema,
    "files": _files,
    "tables": _tables,
    "resolves": _resolves,
    "agrees": _agrees,
    "says": _says,
    "fingerprint": _fingerprint,
}
