"""The gates over a whole content. Two steps of a run ask for the answer of the first, so the last one is remembered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from assets.ports import Content
from carbonpeak.structure.clean import squeeze
from validations import expectations, pandera_gate
from validations.previous import previous
from validations.results import CheckResult

_last: dict[str, dict[str, list[CheckResult]]] = {}


def table_results(content: Content) -> dict[str, list[CheckResult]]:
    """What pandera finds in each table, by table name."""
    key = content.fingerprint()
    if key not in _last:
        given = pandera_gate.Context(frames=content.frames, texts=content.texts, squeeze=squeeze)
        results = {name: pandera_gate.check(name, frame, given) for name, frame in content.frames.items()}
        _last.clear()
        _last[key] = results
    return _last[key]


def dataset_results(
    content: Content, last: Mapping[str, pd.DataFrame] | None, withdrawn: Collection[str], docs_dir: Path | None = None
) -> list[CheckResult]:
    """What Great Expectations finds in the tables together, compared with those of the last release (None before the first)."""
    return expectations.run(content.frames, previous(last, content.frames, withdrawn), docs_dir)
