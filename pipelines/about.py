"""What `carbonpeak --version` tells: the version of the code, and the newest release of each package that lies here."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from pipelines.home import PUBLISHED_VARIABLE, ROOT
from pipelines.options import PUBLISHED
from pipelines.releases import catalogue

NAME = "carbonpeak"


def told() -> Iterator[str]:
    """Lines for a person. Releases on a server are not asked for."""
    yield f"{NAME} {code()}"
    published = os.environ.get(PUBLISHED_VARIABLE) or PUBLISHED
    for path in sorted(Path(published).glob(f"*/{catalogue.FILE_NAME}")):
        try:
            newest = catalogue.latest(path.parent)
        except (OSError, catalogue.CatalogueError) as error:
            yield str(error)
            continue
        if newest:
            yield f"{path.parent.name} {newest.version}, released {newest.released}, the newest in {path.parent}"


def code(root: Path = ROOT) -> str:
    """The version of the code as it lies here; what was installed may be older."""
    project = root / "pyproject.toml"
    if project.is_file():
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    return version(NAME)
