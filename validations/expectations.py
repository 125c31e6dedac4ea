"""The second gate: the set of tables as a dataset, by Great Expectations."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from validations.results import CheckResult


def run(
    frames: Mapping[str, pd.DataFrame], previous_counts: Mapping[str, int] | None, docs_dir: Path | None = None
) -> list[CheckResult]:
    """Checks the tables together; builds Data Docs under `docs_dir` when it is given."""
    raise NotImplementedError
