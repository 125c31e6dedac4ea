"""`carbonpeak extract`: any text files in, the tables of the data model out, without Dagster, pandas or a registry.

Starts fast on purpose: nothing heavy is imported here. Parquet asks for more and imports it when asked.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from carbonpeak.collection import Collection, LeftOut, copy_of, join
from carbonpeak.errors import PlanError
from carbonpeak.plan import Reading, read_plan
from carbonpeak.records import TABLES

FORMATS = ("csv", "parquet", "jsonl")


class Group(NamedTuple):
    """The files of one plan: a registered plan's renditions, or a file on its own."""

    plan_id: str | None
    district_code: str | None
    metadata: dict[str, str]
    files: list[tuple[Path, str, bool]]  # path, rendition, canonical


def main(argv: Sequence[str] | None = None) -> int:
    """The command. Returns 0, or 1 where a file was left out; each is named with what to do."""
    parser = argparse.ArgumentParser(prog="carbonpeak extract", description="Read plan texts into tables.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="plan texts: .txt, .md, .html, .docx, .pdf")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write the tables to")
    parser.add_argument("--format", choices=FORMATS, default="csv", help="the format of the tables (default: csv)")
    args = parser.parse_args(argv)
    if args.out.exists() and not args.out.is_dir():
        print(f"{args.out}: it is not a folder; name a folder to write the tables to.", file=sys.stderr)
        return 2
    result = extract(args.files)
    for warning in result.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    for left in result.left_out:
        print(f"left out: {left.path}: {left.problem}; {left.remedy}.", file=sys.stderr)
    if not result.tables["plans"]:
        print("nothing was written: no file could be read.", file=sys.stderr)
        return 1
    write(result, args.out, args.format)
    read = len(result.tables["documents"])
    print(f"{read} of {read + len(result.left_out)} files read, {len(result.tables['targets'])} targets, written to {args.out}")
    return 1 if result.left_out else 0


def extract(files: Iterable[Path]) -> Collection:
    """Reads files, registered or not, each plan once; what cannot be read stands in `left_out`."""
    readings: list[Reading] = []
    left_out: list[LeftOut] = []
    taken: set[str] = set()
    for group in _groups(files):
        try:
            copies = [copy_of(path, path.name, rendition, canonical) for path, rendition, canonical in group.files]
            reading = read_plan(copies, group.plan_id, group.district_code, group.metadata)
            if reading.plan_id in taken:
                # Two texts that say they are the same plan but are not registered as renditions of it.
                reading = read_plan(copies, _free(copies[0].document_id, taken), group.district_code, group.metadata)
        except PlanError as error:
            left_out.append(LeftOut(str(error.path), error.problem, error.remedy))
            continue
        taken.add(reading.plan_id)
        readings.append(reading)
    return join(readings, left_out)


def _free(stem: str, taken: set[str]) -> str:
    number = 2
    name = stem
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    return name


def _groups(files: Iterable[Path]) -> list[Group]:
    """Files that the registry beside them knows as one plan belong together; every other file is a plan of its own."""
    groups: list[Group] = []
    known: dict[str, Group] = {}
    registries: dict[Path, Any] = {}
    for path in files:
        folder = path.parent
        if folder not in registries:
            registries[folder] = _registry(folder)
        register = registries[folder]
        entry = register.by_path(path) if register else None
        if entry is None:
            groups.append(Group(None, None, {}, [(path, _rendition(path), True)]))
            continue
        group = known.get(entry.plan_id)
        if group is None:
            group = known[entry.plan_id] = Group(entry.plan_id, entry.district_code, entry.metadata, [])
            groups.append(group)
        rendition = next(one for one in entry.renditions if (folder / one.path).resolve() == path.resolve())
        group.files.append((path, rendition.rendition, rendition.canonical))
    return [_with_canonical(group) for group in groups]


def _with_canonical(group: Group) -> Group:
    """Where the canonical rendition is not among the files, the first one given stands in for it."""
    if any(canonical for _, _, canonical in group.files):
        return group
    path, rendition, _ = group.files[0]
    return group._replace(files=[(path, rendition, True), *group.files[1:]])


def _registry(folder: Path) -> Any:
    if not (folder / "plans.yaml").is_file():
        return None
    from carbonpeak import registry

    try:
        return registry.load(folder)
    except PlanError as error:
        print(f"warning: {error} The files are read without it.", file=sys.stderr)
        return None


def _rendition(path: Path) -> str:
    return {".md": "markdown", ".html": "web-page", ".htm": "web-page", ".docx": "word", ".pdf": "pdf-text"}.get(path.suffix.lower(), "plain-text")


def write(result: Collection, out: Path, form: str) -> None:
    """Writes every table as `OUT/NAME.FORMAT`; each file appears whole or not at all."""
    out.mkdir(parents=True, exist_ok=True)
    for name, record in TABLES.items():
        rows = result.tables[name]
        target = out / f"{name}.{form}"
        aside = out / f".{name}.{form}.part"
        if form == "csv":
            write_csv(aside, record._fields, rows)  # type: ignore[attr-defined]
        elif form == "jsonl":
            import json

            fields = record._fields  # type: ignore[attr-defined]
            lines = (json.dumps(dict(zip(fields, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)
            with aside.open("w", encoding="utf-8", newline="") as handle:
                handle.writelines(lines)
        else:
            _write_parquet(aside, record, rows)
        os.replace(aside, target)


def write_csv(path: Path, fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table as CSV: UTF-8, RFC 4180; null is an empty cell, true and false are lower case."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(fields)
        writer.writerows(rows)


def _write_parquet(path: Path, record: type, rows: Sequence[Sequence[Any]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"str": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    schema = pa.schema([(name, kinds[str(kind).split(" ")[0]]) for name, kind in record.__annotations__.items()])
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    pq.write_table(pa.table([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema), path)


if __name__ == "__main__":
    sys.exit(main())
