"""What a gate says: one result a check, with a bounded sample of the failing rows, in the same shape for all three gates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

ERROR = "error"  # stops the release
WARNING = "warning"  # is published with it

SAMPLE_SIZE = 5


@dataclass(frozen=True)
class FailingRow:
    """One row that fails a check: its key, the plan it was read from, the offending value and the words behind it."""

    key: str
    plan_id: str | None = None
    value: str | None = None
    quote: str | None = None

    def __str__(self) -> str:
        parts = [self.key or "(no key)"]
        if self.value is not None:
            parts.append(f"value {self.value}")
        if self.quote:
            parts.append(f"“{self.quote}”")
        return " · ".join(parts)


@dataclass(frozen=True)
class CheckResult:
    """The outcome of one check. `check_id` is unique within a release; `failed_rows` is the true total, `samples` is bounded."""

    check_id: str
    table: str
    engine: str  # pandera, great_expectations, frictionless, standards
    check: str  # what must hold, in one sentence
    severity: str  # error, warning
    passed: bool
    failed_rows: int = 0
    samples: tuple[FailingRow, ...] = ()
    note: str = ""  # what was found instead, where it is not a matter of rows

    @property
    def stops_release(self) -> bool:
        """Whether this result alone is enough to hold a release back."""
        return not self.passed and self.severity == ERROR

    def describe(self) -> str:
        """The result for a person: what must hold, how many rows do not, and which."""
        if self.passed:
            return f"{self.table}: {self.check}: holds"
        head = f"{self.table}: {self.check}: "
        head += (
            f"{self.failed_rows} row{'' if self.failed_rows == 1 else 's'} at fault"
            if self.failed_rows
            else "does not hold"
        )
        if self.note:
            head += f" ({self.note})"
        lines = [f"  plan {row.plan_id or '–'}: {row}" for row in self.samples]
        hidden = self.failed_rows - len(self.samples)
        if self.samples and hidden > 0:
            lines.append(f"  … and {hidden} more")
        return "\n".join([head, *lines])


def failures(results: Iterable[CheckResult]) -> list[CheckResult]:
    """The results that hold a release back."""
    return [result for result in results if result.stops_release]


def quality_rows(results: Iterable[CheckResult]) -> list[tuple[str, str, str, str, str, str, int, str | None]]:
    """The rows of the table `quality_checks`, sorted by `check_id`, columns in the order of its schema.

    Raises ValueError when two results have the same `check_id`: one of them would hide the other.
    """
    rows = sorted(
        (
            result.check_id,
            result.table,
            result.engine,
            result.check,
            result.severity,
            "passed" if result.passed else "failed",
            result.failed_rows,
            " ".join(row.key for row in result.samples) or None,
        )
        for result in results
    )
    for row, after in pairwise(rows):
        if row[0] == after[0]:
            raise ValueError(f"two results are called {row[0]}")
    return rows
