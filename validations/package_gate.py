"""The third gate: the files of a package as written, by Frictionless."""

from __future__ import annotations

from pathlib import Path

from validations.results import CheckResult


def check(directory: Path) -> list[CheckResult]:
    """Validates `datapackage.json` and all it names in `directory`."""
    raise NotImplementedError
