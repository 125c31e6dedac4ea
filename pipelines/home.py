"""The local Dagster instance: where it keeps its runs and values, and that it uses the project's own configuration."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_HOME = ROOT / ".dagster"


def prepare() -> Path:
    """Make the instance's folder and name it in DAGSTER_HOME; returns the folder.

    A DAGSTER_HOME that is already set wins, and a configuration found there is kept: it is its owner's.
    """
    named = os.environ.get("DAGSTER_HOME")
    home = Path(named).expanduser().resolve() if named else DEFAULT_HOME
    home.mkdir(parents=True, exist_ok=True)
    ours, theirs = ROOT / "dagster.yaml", home / "dagster.yaml"
    if not theirs.exists() or (home == DEFAULT_HOME and theirs.read_bytes() != ours.read_bytes()):
        shutil.copyfile(ours, theirs)
    os.environ["DAGSTER_HOME"] = str(home)
    return home
