"""What the gates judge by, as one hash: a verdict is worth nothing once the rules have changed."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def digest(folder: Path = FOLDER) -> str:
    """A hash over everything that says what must hold: the schemas, the rules, the suites and the gates themselves."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            found.update(
                f"{path.relative_to(folder).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
            )
    return found.hexdigest()
