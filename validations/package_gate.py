"""The third gate: the files of a package as written: descriptor, bytes, hashes, columns, values, keys, by Frictionless; and
what each standard asks of the documents beside them (`standards.py`)."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from frictionless import Error, FrictionlessException, Package
from frictionless import errors as kinds
from frictionless.resources import TableResource

from validations import standards
from validations.results import ERROR, SAMPLE_SIZE, CheckResult, FailingRow
from validations.schemas import SchemaError, schema

ENGINE = "frictionless"
DESCRIPTOR = "datapackage.json"
PACKAGE = "package"  # stands for the table in results about the package as a whole
QUALITY = "data/quality_checks.csv"  # where a release says which checks it has passed

_ERROR_LIMIT = 1_000_000  # the library stops at 1,000 by itself, and a total has to be true

# What is checked of each table, in words, and the errors that belong to it. The last one takes all others.
_PARTS: dict[str, tuple[str, tuple[type[Any], ...]]] = {
    "columns": ("the header is that of the schema", (kinds.HeaderError,)),
    "types": ("every cell can be read as its type", (kinds.TypeError, kinds.ExtraCellError, kinds.MissingCellError)),
    "constraints": ("every cell meets the constraints of its column", (kinds.ConstraintError,)),
    "keys": ("what has to be unique is unique", (kinds.PrimaryKeyError, kinds.UniqueError)),
    "foreign_keys": ("every foreign key finds its row", (kinds.ForeignKeyError,)),
    "readable": ("the file can be read and has the bytes and the hash stated for it", (Error,)),
}


def passing(tables: Iterable[str]) -> list[CheckResult]:
    """The results that a faultless package with these tables gets: what a release may say of itself before it is written."""
    return [
        _package_result("descriptor", []),
        _package_result("files", []),
        *(r for t in tables for r in _table_results(t, [])),
        *standards.passing(),
    ]


def check(directory: Path) -> list[CheckResult]:
    """Validates the package in `directory`: its `datapackage.json`, every file that it names, and its other documents.

    Results come in a stable order: the package, its files, then each table as listed, then the standards. A descriptor
    that cannot be used at all yields its own failing result alone. Standards are checked as far as the release says
    that it meets them: one that was made before a check was written is not held to it.
    """
    path = directory / DESCRIPTOR
    if not path.is_file():
        return [_package_result("descriptor", [f"{path} does not exist"])]
    try:
        package = Package.from_descriptor(str(path))
        report = package.validate(limit_errors=_ERROR_LIMIT)
    except FrictionlessException as error:
        return [_package_result("descriptor", [item.message for item in (error.reasons or [error.error])])]
    results = []
    faults = _file_faults(directory, package)
    tables = {resource.name: resource for resource in package.resources if isinstance(resource, TableResource)}
    for task in report.tasks:
        if task.name in tables:
            results += _table_results(task.name, task.errors, tables[task.name])
        else:
            found = [error for error in task.errors if not isinstance(error, kinds.FileError)]  # counted above
            faults += [f"{task.place}: {error.message}" for error in found]
    descriptor = _package_result("descriptor", [error.message for error in report.errors])
    results = [descriptor, _package_result("files", faults), *results]
    return [*results, *standards.check(directory, only=_met(directory))]


def _met(directory: Path) -> set[str]:
    """The checks that the release says it has passed, by id."""
    path = directory / QUALITY
    if not path.is_file():
        return set()
    with path.open(encoding="utf-8", newline="") as handle:
        return {row.get("check_id") or "" for row in csv.DictReader(handle)}


def _package_result(name: str, faults: Sequence[str]) -> CheckResult:
    words = {
        "descriptor": f"{DESCRIPTOR} is a valid Data Package",
        "files": "every file that the package names is there, with the bytes and the SHA-256 stated for it",
    }
    shown = "; ".join(faults[:SAMPLE_SIZE]) + (
        f"; … {len(faults) - SAMPLE_SIZE} more" if len(faults) > SAMPLE_SIZE else ""
    )
    return CheckResult(f"{ENGINE}.{PACKAGE}.{name}", PACKAGE, ENGINE, words[name], ERROR, not faults, note=shown)


def _file_faults(directory: Path, package: Package) -> list[str]:
    """What is wrong with the files: our own count, because the library passes over a hash that it did not compute, and
    over the files of other formats that a resource has as `alternatives` and the package as `composites`."""
    faults = []
    for owner, name, size, digest in _named_files(package):
        file = directory / str(name)
        if name is None or not file.is_file():
            faults.append(f"{owner}: the file {name} does not exist")
            continue
        if digest is None or size is None:
            faults.append(f"{name}: the descriptor states no bytes or no hash")
            continue
        data = file.read_bytes()
        if len(data) != size:
            faults.append(f"{name}: has {len(data)} bytes, the descriptor states {size}")
        elif f"sha256:{hashlib.sha256(data).hexdigest()}" != digest:
            faults.append(f"{name}: its SHA-256 is not the one stated")
    return faults


def _named_files(package: Package) -> Iterator[tuple[str, Any, Any, Any]]:
    """Each file that the descriptor names: by what, its path, bytes and hash, None where one is not stated."""
    for resource in package.resources:
        for name in [resource.path, *resource.extrapaths]:
            yield resource.name, name, resource.bytes, resource.hash
        for item in resource.custom.get("alternatives", ()):
            yield resource.name, item.get("path"), item.get("bytes"), item.get("hash")
    for item in package.custom.get("composites", ()):
        yield PACKAGE, item.get("path"), item.get("bytes"), item.get("hash")


def _table_results(table: str, errors: Sequence[Error], resource: TableResource | None = None) -> list[CheckResult]:
    left = list(errors)
    results = []
    for part, (words, types) in _PARTS.items():
        found = [error for error in left if isinstance(error, types)]
        left = [error for error in left if not isinstance(error, types)]
        rows: dict[int, kinds.RowError] = {}
        for error in found:
            if isinstance(error, kinds.RowError):
                rows.setdefault(error.row_number, error)
        about_file = [error.message for error in found if not isinstance(error, kinds.RowError)]
        results.append(
            CheckResult(
                check_id=f"{ENGINE}.{table}.{part}",
                table=table,
                engine=ENGINE,
                check=words,
                severity=ERROR,
                passed=not found,
                failed_rows=len(rows),
                samples=tuple(_sample(table, rows[number], resource) for number in sorted(rows)[:SAMPLE_SIZE]),
                note="; ".join(about_file[:SAMPLE_SIZE]),
            )
        )
    return results


def _sample(table: str, error: kinds.RowError, resource: TableResource | None) -> FailingRow:
    """The row of an error for a report, from the cells as they stand in the file."""
    names = resource.schema.field_names if resource else []
    cells = dict(zip(names, map(str, error.cells), strict=False))
    keys = resource.schema.primary_key if resource else []
    try:
        evidence = schema(table)["evidence"]
    except SchemaError:
        evidence = ""
    value = f"{error.field_name} {error.cell}" if isinstance(error, kinds.CellError) else error.note
    return FailingRow(
        key="#".join(cells.get(name, "") for name in keys) or f"row {error.row_number}",
        plan_id=cells.get("plan_id") or (cells["task_id"].split("/")[0] if "task_id" in cells else None),
        value=value,
        quote=cells.get(evidence),
    )
