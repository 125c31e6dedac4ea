"""The local Dagster instance: where it keeps its runs and values, and that it uses the project's own configuration."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONFIGURATION = Path(__file__).with_name("dagster.yaml")
LOG = "carbonpeak.log"
PUBLISHED_VARIABLE = "CARBONPEAK_PUBLISHED"  # where releases go: a folder or a URL


def folder() -> Path:
    """The instance's folder: DAGSTER_HOME if that is set, else .dagster/ in the project."""
    named = os.environ.get("DAGSTER_HOME")
    return Path(named).expanduser().resolve() if named else ROOT / ".dagster"


def prepare() -> Path:
    """Make the instance's folder and name it in DAGSTER_HOME; returns the folder.

    A configuration in a folder that the user named is kept: it is its owner's.
    """
    home = folder()
    home.mkdir(parents=True, exist_ok=True)
    ours, theirs = CONFIGURATION, home / CONFIGURATION.name
    if not theirs.exists() or (home == ROOT / ".dagster" and theirs.read_bytes() != ours.read_bytes()):
        shutil.copyfile(ours, theirs)
    os.environ["DAGSTER_HOME"] = str(home)
    return home
