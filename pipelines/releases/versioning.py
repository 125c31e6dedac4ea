"""The version number of a release: what each kind of change weighs, and the number that follows from the heaviest.

The weights follow the Data Package recipe for versions; the effect by Croissant 1.1, which weighs otherwise, is recorded
beside it. Below 1.0.0 each change counts one place lower; 1.0.0 is declared by a person.
"""

from __future__ import annotations

from enum import IntEnum

FIRST_VERSION = "0.1.0"
STABLE_VERSION = "1.0.0"


class Level(IntEnum):
    """How much a change weighs, lightest first."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """The level as it is written: none, patch, minor, major."""
        return self.name.lower()


# Kind of change: its weight by the recipe, and by Croissant (NONE where it has no rule). The recipe does not speak of
# rows that are gone, but calls it major to delete what another table refers to: see `comparing.py`.
WEIGHTS: dict[str, tuple[Level, Level]] = {
    "table_added": (Level.MINOR, Level.MINOR),
    "table_removed": (Level.MAJOR, Level.MAJOR),
    "field_added": (Level.MAJOR, Level.MINOR),
    "field_removed": (Level.MAJOR, Level.MINOR),
    "field_moved": (Level.MAJOR, Level.MINOR),
    "field_renamed": (Level.MAJOR, Level.MAJOR),
    "field_retyped": (Level.MAJOR, Level.MAJOR),
    "constraint_tightened": (Level.MAJOR, Level.MAJOR),
    "constraint_loosened": (Level.MINOR, Level.NONE),
    "title_edited": (Level.PATCH, Level.PATCH),
    "description_edited": (Level.PATCH, Level.PATCH),
    "metadata_edited": (Level.PATCH, Level.PATCH),
    "added": (Level.MINOR, Level.MINOR),
    "removed": (Level.MINOR, Level.MAJOR),
    "corrected": (Level.PATCH, Level.MAJOR),
    "text_added": (Level.MINOR, Level.MINOR),
    "text_removed": (Level.MINOR, Level.MAJOR),
    "text_edited": (Level.PATCH, Level.MAJOR),
}


def parts(version: str) -> tuple[int, int, int]:
    """Major, minor and patch of a version. Raises ValueError for anything else."""
    major, minor, patch = (int(part) for part in version.split("."))
    return major, minor, patch


def next_version(last: str | None, level: Level) -> str:
    """The number after `last` for a change of this weight; 0.1.0 when there is no release yet.

    Raises ValueError when nothing changed: that is no release.
    """
    if last is None:
        return FIRST_VERSION
    if level is Level.NONE:
        raise ValueError("nothing changed, so there is no next version")
    major, minor, patch = parts(last)
    if major == 0:
        # The model is still settling.
        level = Level(max(level - 1, Level.PATCH))
    if level is Level.MAJOR:
        return f"{major + 1}.0.0"
    if level is Level.MINOR:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"
