"""`carbonpeak extract`: any text files in, the tables of the data model out, without Dagster, pandas or a registry.

Starts fast on purpose: nothing heavy is imported here, and what only many files need is imported when many are given.
Results are written as they come, so that memory does not grow with the number of files.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from getopt import GetoptError, gnu_getopt
from pathlib import Path
from typing import Any

from carbonpeak.errors import DataFileError
from carbonpeak.extraction.batch import Failed, Read
from carbonpeak.extraction.grouping import groups_of
from carbonpeak.extraction.outcomes import outcomes
from carbonpeak.extraction.spill import Sorted
from carbonpeak.extraction.writers import ASIDE, FORMATS, Output
from carbonpeak.plans.collection import LeftOut, indicators
from carbonpeak.plans.comparison import compared, comparison_key
from carbonpeak.records import Comparison, Organization, OrganizationName
from carbonpeak.shape import NamedTuple

MANY = 64  # files from which on they are read by several processes
USAGE = "usage: carbonpeak extract FILE… --out DIR [--format csv|parquet|jsonl] [--jobs N]"
HELP = f"""{USAGE}

Read plan texts into tables.

  FILE…           plan texts: .txt, .md, .html, .docx, .pdf
  --out DIR       the folder to write the tables to
  --format FORM   the format of the tables: csv (the default), parquet or jsonl
  --jobs N        the number of processes that read; all cores when left out and more than {MANY} files are given
  --help          show this
"""


class Summary(NamedTuple):
    """What was read and what was not."""

    files: int  # that were read
    plans: int
    targets: int
    left_out: list[LeftOut]


class _Misuse(Exception):
    """The command line cannot be followed; the message says why."""


class _Arguments(NamedTuple):
    files: list[Path]
    out: Path
    form: str
    jobs: int | None


def main(argv: Sequence[str] | None = None) -> int:
    """The command. Returns 0, 1 where a file was left out, 2 for a command line that cannot be followed, 130 when interrupted."""
    try:
        arguments = _arguments(sys.argv[1:] if argv is None else argv)
    except (_Misuse, GetoptError) as error:
        print(f"{USAGE}\n{error}", file=sys.stderr)
        return 2
    if arguments is None:
        print(HELP, end="")
        return 0
    try:
        summary = extract(arguments.files, arguments.out, arguments.form, arguments.jobs, _warn)
    except KeyboardInterrupt:
        print("interrupted: nothing was written.", file=sys.stderr)
        return 130
    except DataFileError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        place = str(error.filename or arguments.out)
        if place.endswith(ASIDE):
            place = str(arguments.out)
        problem = f"the tables cannot be written there ({error.strerror or error})"
        print(f"{place}: {problem}; see that they can, or name another folder with --out.", file=sys.stderr)
        return 1
    for left in summary.left_out:
        print(f"left out: {left.path}: {left.problem}; {left.remedy}.", file=sys.stderr)
    if not summary.plans:
        print("nothing was written: no file could be read.", file=sys.stderr)
        return 1
    given = summary.files + len(summary.left_out)
    print(f"{summary.files} of {given} files read, {summary.targets} targets, written to {arguments.out}")
    return 1 if summary.left_out else 0


def _arguments(argv: Sequence[str]) -> _Arguments | None:
    """The command line taken apart; None where only help is asked for."""
    options, files = gnu_getopt(list(argv), "h", ["out=", "format=", "jobs=", "help"])
    given = dict(options)
    if "--help" in given or "-h" in given:
        return None
    form, jobs = given.get("--format", "csv"), given.get("--jobs")
    if not files:
        raise _Misuse("name the files to read")
    if not given.get("--out"):
        raise _Misuse("name the folder to write to: --out DIR")
    if form not in FORMATS:
        raise _Misuse(f"--format {form}: there are {', '.join(FORMATS)}")
    if jobs is not None and not (jobs.isascii() and jobs.isdigit() and int(jobs) > 0):
        raise _Misuse(f"--jobs {jobs}: write a number of processes, 1 or more")
    out = Path(given["--out"])
    if out.exists() and not out.is_dir():
        raise _Misuse(f"{out}: it is not a folder; name a folder to write the tables to")
    return _Arguments([Path(file) for file in files], out, form, int(jobs) if jobs else None)


def _warn(message: str) -> None:
    print(f"warning: {message}", file=sys.stderr)


def extract(
    files: Iterable[Path], out: Path, form: str = "csv", jobs: int | None = None, warn: Callable[[str], None] = _warn
) -> Summary:
    """Reads files, registered or not, each plan once, and writes every table as `OUT/TABLE.FORM`.

    Plans stand in the tables in the order of the files. What cannot be read stands in `left_out`. Where nothing could be
    read, nothing is written. Raises OSError where the tables cannot be written.
    """
    groups = groups_of(files, warn)
    total = sum(len(group.files) for group in groups)
    jobs = jobs or (_cores() if total > MANY else 1)
    left_out: list[LeftOut] = []
    tables: _Tables | None = None
    read = 0
    try:
        with _progress(total) as advance:
            for outcome in outcomes(groups, form, jobs, warn):
                advance(outcome.files)
                if isinstance(outcome, Failed):
                    left_out.append(outcome.left_out)
                    continue
                for warning in outcome.warnings:
                    warn(warning)
                tables = tables or _Tables(out, form)
                tables.add(outcome)
                read += outcome.files
        if tables is None:
            return Summary(0, 0, 0, left_out)
        tables.finish()
    except BaseException:
        if tables is not None:
            tables.output.abandon()
        raise
    return Summary(read, tables.plans, tables.targets, left_out)


class _Tables:
    """The tables as they grow, and what only all plans together can say."""

    def __init__(self, out: Path, form: str) -> None:
        self.output = Output(out, form)
        self.plans = 0
        self.targets = 0
        self._comparable: Sorted[Comparison] = Sorted(comparison_key)
        self._above: dict[
            str, Organization
        ] = {}  # bodies above the plans' own level: few, whatever the number of plans
        self._names: dict[tuple[str, str], int] = {}

    def add(self, outcome: Read) -> None:
        for table, piece in outcome.pieces.items():
            self.output.add(table, piece)
        self._comparable.add(outcome.comparable)
        for body in outcome.above:
            self._above.setdefault(body.org_id, body)
        for org_id, written, times in outcome.names:
            self._names[org_id, written] = self._names.get((org_id, written), 0) + times
        self.plans += 1
        self.targets += outcome.targets

    def finish(self) -> None:
        self.output.add_rows("organizations", sorted(self._above.values()))
        names = [OrganizationName(*key, self._names[key]) for key in sorted(self._names)]
        self.output.add_rows("organization_names", names)
        self.output.add_rows("indicators", indicators())
        for rows in _pieces(compared(self._comparable)):
            self.output.add_rows("comparison", rows)
        self.output.finish()


def _pieces(rows: Iterator[Any], size: int = 1024) -> Iterator[list[Any]]:
    from itertools import islice

    while piece := list(islice(rows, size)):
        yield piece


def _cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """Shows on stderr how far the reading is, where a person sees it and it takes long; gives what to call for files done."""
    if total <= MANY or not sys.stderr.isatty():
        yield lambda files: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = ("reading", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda files: progress.advance(task, files)


if __name__ == "__main__":
    sys.exit(main())
