"""What the assets need of the world, and what they hand to it: the shapes that `pipelines` fills in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pandas as pd

from carbonpeak.plans.collection import Collection
from validations import rulebook
from validations.results import CheckResult, failures


def left_out_lines(readings: Collection) -> list[str]:
    """What was not read, one line each: which file, what is wrong with it, what to do."""
    return [" ".join(f"{item.path}: {item.problem}; {item.remedy}.".split()) for item in readings.left_out]


@dataclass(frozen=True)
class PlanFile:
    """A file that the registry names: its path under the plans' folder, size in bytes and SHA-256, None when missing."""

    path: str
    plan_id: str
    bytes: int | None
    sha256: str | None


@dataclass(frozen=True)
class Quality:
    """What the gates found, and the fingerprint of exactly the content they looked at."""

    results: Sequence[CheckResult]
    fingerprint: str

    @property
    def failures(self) -> list[CheckResult]:
        """The results that hold a release back."""
        return failures(self.results)


@dataclass(frozen=True)
class Content:
    """What a release is made of: tables by name, texts by document_id; and the files that could not be read."""

    frames: Mapping[str, pd.DataFrame]
    texts: Mapping[str, str]
    left_out: Sequence[str]

    @classmethod
    def of(cls, readings: Collection, frames: Mapping[str, pd.DataFrame]) -> Content:
        """The content that these readings and tables make."""
        return cls(frames=frames, texts=readings.texts, left_out=left_out_lines(readings))

    def fingerprint(self) -> str:
        """A hash over every cell, type and text, and over the rules: equal when, and only when, a verdict on it holds."""
        digest = hashlib.sha256(rulebook.digest().encode())
        for name in sorted(self.frames):
            frame = self.frames[name]
            digest.update(repr((name, [(column, str(kind)) for column, kind in frame.dtypes.items()])).encode())
            digest.update(repr(frame.values.tolist()).encode())
        for document_id in sorted(self.texts):
            digest.update(repr((document_id, self.texts[document_id])).encode())
        digest.update(repr(list(self.left_out)).encode())
        return digest.hexdigest()


@dataclass(frozen=True)
class Outcome:
    """What publishing came to: a new release, or none because nothing changed since `version`.

    `path` is a folder on this machine with the release's files, `where` the place of the release in words for a person.
    """

    released: bool
    version: str
    path: Path
    where: str
    changes: Sequence[str]
    checks: Sequence[CheckResult]


class Refused(Exception):
    """There is no release; the message says why and what to do. `checks` holds what the package's gate found, if it ran."""

    def __init__(self, message: str, checks: Sequence[CheckResult] = ()) -> None:
        super().__init__(message)
        self.checks = checks


class PlanSource(Protocol):
    """Where plans come from."""

    def files(self, collection: str) -> Iterable[PlanFile]: ...

    def read(self, collection: str) -> Collection: ...


class Publisher(Protocol):
    """Where releases go, the tables of the last one (None before the first), and the plans that are taken out on purpose.

    Both functions raise Refused when the place cannot be read or written.
    """

    withdrawn: Sequence[str]

    def previous(self, collection: str) -> dict[str, pd.DataFrame] | None: ...

    def publish(self, collection: str, content: Content, quality: Quality) -> Outcome: ...


class DataDocs(Protocol):
    """Where Great Expectations writes its pages for the engineer; None for nowhere."""

    @property
    def path(self) -> Path | None: ...
