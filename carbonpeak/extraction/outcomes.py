"""Many plans, one after the other or by a pool of processes: always the same outcomes in the order of the input.

What a plan is called is the only thing that one plan can change of another, and it is settled here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from carbonpeak.extraction.batch import Group, Outcome, Read, read_group

_SAME = "{path}: by its text it is {plan}, as {other} is; read as a plan of its own, {own}. Enter copies of one plan together in plans.yaml."
_ALL_SAME = (
    "{count} files are by their texts {plan}, as {other} is: {names}; each is read as a plan of its own, called after its file. "
    "Enter copies of one plan together in plans.yaml."
)
_TWICE = "{path}: it holds the same bytes as {other}, so that its rows stand there twice. Leave one of the two out."
_ALL_TWICE = "{count} files hold the same bytes as {other}: {names}; their rows stand there again and again. Leave all but one out."
_NAMED = 3  # of many files that one thing is said of


class _Alike:
    """Files of which the same is to be said: how many, and the first few. What is said of one alone is `first`."""

    def __init__(self, first: str, many: str, **words: object) -> None:
        self.first, self._many, self._words = first, many, words
        self._count = 0
        self._names: list[str] = []

    def add(self, path: Path) -> None:
        self._count += 1
        if self._count <= _NAMED:
            self._names.append(str(path))

    def __str__(self) -> str:
        if self._count == 1:
            return self.first
        more = f" and {self._count - _NAMED:,} more" if self._count > _NAMED else ""
        return self._many.format(count=f"{self._count:,}", names=f"{', '.join(self._names)}{more}", **self._words)


def outcomes(
    groups: Sequence[Group], form: str, jobs: int, warn: Callable[[str], None] = lambda message: None
) -> Iterator[Outcome]:
    """The outcome of every group, in order. With more than one job, groups are read by as many processes.

    Files that are copies of others are told to `warn` at the end: once for all that are copies of the same.
    """
    taken = {group.plan_id: group.files[0].path for group in groups if group.plan_id is not None}
    registered = frozenset(taken)
    known: dict[bytes, Path] = {}  # by hash
    alike: dict[str | bytes, _Alike] = {}  # by plan id or hash
    if jobs > 1:
        from carbonpeak.extraction.pool import read_all

        found = read_all(groups, registered, form, jobs)
    else:
        found = (read_group(group, taken, form) for group in groups)
    for group, outcome in zip(groups, found, strict=True):
        if isinstance(outcome, Read) and group.plan_id is None and outcome.plan_id in taken:
            outcome = read_group(group, taken, form)  # the process did not know what others read meanwhile
        if isinstance(outcome, Read):
            path = group.files[0].path
            if (plan := outcome.says) != outcome.plan_id:
                if plan not in alike:
                    first = _SAME.format(path=path, other=taken[plan], plan=plan, own=outcome.plan_id)
                    alike[plan] = _Alike(first, _ALL_SAME, other=taken[plan], plan=plan)
                alike[plan].add(path)
            elif (other := known.setdefault(sha256 := bytes.fromhex(outcome.sha256), path)) is not path:
                if sha256 not in alike:
                    alike[sha256] = _Alike(_TWICE.format(path=path, other=other), _ALL_TWICE, other=other)
                alike[sha256].add(path)
            taken.setdefault(outcome.plan_id, path)
        yield outcome
    for files in alike.values():
        warn(str(files))
