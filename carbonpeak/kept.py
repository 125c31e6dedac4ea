"""What is slow to make and seldom changes: put beside the byte code of the modules, and taken from there the next time."""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from typing import Any

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "__pycache__")


def taken(name: str, source: Any) -> Any:
    """What was put under a name; None where there is nothing, or what there is was made from another source."""
    with suppress(OSError, ValueError, EOFError, TypeError), open(_path(name), "rb") as handle:
        made_from, value = marshal.loads(handle.read())  # `load` would fetch it bit by bit
        if made_from == source:
            return value
    return None


def put(name: str, source: Any, value: Any) -> None:
    """Put a value of plain types aside, in place of the one before. Raises OSError, ValueError for other types."""
    content = marshal.dumps((source, value))
    os.makedirs(_FOLDER, exist_ok=True)
    aside = f"{_path(name)}.{os.getpid()}"
    with open(aside, "wb") as handle:
        handle.write(content)
    os.replace(aside, _path(name))


def _path(name: str) -> str:
    return os.path.join(_FOLDER, f"{name}.{sys.implementation.cache_tag}.marshal")
