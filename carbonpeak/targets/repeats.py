"""What a press text says twice: in its lead, or in a headline, and again in its body."""

from __future__ import annotations

from carbonpeak.targets.found import Found

_NAMED, _ALIKE = 4, 8  # letters that two names of one thing have, and have in common at their end


class Said:
    """Remembers the commitments of a text without headings."""

    def __init__(self) -> None:
        self._said: dict[tuple[object, ...], list[tuple[str, str | None, int]]] = {}

    def told(self, one: Found, paragraph: int) -> bool:
        """Whether the same has been said before: in the same words, or in another paragraph of a thing whose name agrees."""
        until = one.period.last if one.period else None
        base = one.base.year if one.base else None
        same = self._said.setdefault((one.measure, one.value, one.value_max, one.unit, until, base), [])
        told = any(
            (name == one.indicator and scope == one.scope)
            or (at != paragraph and _agree(name, one.indicator) and (None in (scope, one.scope) or scope == one.scope))
            for name, scope, at in same
        )
        same.append((one.indicator, one.scope, paragraph))
        return told


def _agree(name: str, other: str) -> bool:
    if min(len(name), len(other)) < _NAMED:
        return False
    return name.startswith(other) or other.startswith(name) or name[-_ALIKE:] == other[-_ALIKE:]
