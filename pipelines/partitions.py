"""Collections as partitions: a definition knows those that plans.yaml named when it was loaded, and no others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def not_loaded(registered: Iterable[str], loaded: Sequence[str]) -> list[str]:
    """A line for a person about each collection that plans.yaml names by now; asking for its partition would stop all others."""
    return [
        f"The collection {name} is new in plans.yaml: reload the definitions, or start carbonpeak dev again, and it is seen."
        for name in registered
        if name not in loaded
    ]
