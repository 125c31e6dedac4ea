"""Many plans, one after the other or by a pool of processes: always the same outcomes in the order of the input.

What a plan is called is the only thing that one plan can change of another, and it is settled here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from carbonpeak.extraction.batch import Group, Outcome, Read, read_group

_SAME = "{path}: by its text it is {plan}, as {other} is; read as a plan of its own, {own}. Enter copies of one plan together in plans.yaml."
_TWICE = "{path}: it holds the same bytes as {other}, so that its rows stand there twice. Leave one of the two out."


def outcomes(groups: Sequence[Group], form: str, jobs: int) -> Iterator[Outcome]:
    """The outcome of every group, in order. With more than one job, groups are read by as many processes."""
    taken = {group.plan_id: group.files[0].path for group in groups if group.plan_id is not None}
    registered = frozenset(taken)
    known: dict[bytes, Path] = {}  # by hash
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
            if outcome.says != outcome.plan_id:
                outcome.warnings.append(
                    _SAME.format(path=path, other=taken[outcome.says], plan=outcome.says, own=outcome.plan_id)
                )
            elif (other := known.setdefault(bytes.fromhex(outcome.sha256), path)) is not path:
                outcome.warnings.append(_TWICE.format(path=path, other=other))
            taken.setdefault(outcome.plan_id, path)
        yield outcome
