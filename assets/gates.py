"""The first gate over a whole content. Two steps of a run ask for the same answer, so the last one is remembered."""

from __future__ import annotations

from assets.ports import Content
from carbonpeak.clean import squeeze
from validations import pandera_gate
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
