"""Adding an entry to a YAML file as a person would: lines put in their place, every other character left as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from carbonpeak.errors import RegistryError

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*[./-][A-Za-z0-9_./-]*[A-Za-z0-9]|\d{4}-\d\d-\d\d")
_WORD = re.compile(r"[a-z][a-z-]*")
_RESERVED = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})

Step = str | tuple[str, str]  # a key, or the item of a list in which a key has a value


def scalar(value: str) -> str:
    """A text as YAML, in quotation marks wherever it could mean something else without them."""
    if _PLAIN.fullmatch(value) or (_WORD.fullmatch(value) and value not in _RESERVED):
        return value
    return json.dumps(value, ensure_ascii=False)


def appended(path: Path, text: str, place: Sequence[Step], lines: Sequence[str]) -> str:
    """The text with `lines` as the last entry of the list or mapping at `place`, indented as its other entries are.

    `place` leads there from the top: `["collections", "shanghai", "plans", ("plan_id", "310110-2022"), "renditions"]`.

    Raises RegistryError, naming `path`, where there is no such place or its entries stand in brackets.
    """
    import yaml

    node: Any = yaml.compose(text, yaml.SafeLoader)
    for step in place:
        node = _child(node, step)
        if node is None:
            raise _error(path, f"there is no {step}")
    newline = "\r\n" if "\r\n" in text else "\n"
    if not node.value:  # `collections:` with nothing in it yet
        return _put(text, len(text), 2, lines, newline)
    if node.flow_style:
        raise _error(path, f"the entries of {place[-1]} stand in brackets")
    indent = node.start_mark.column
    return _put(text, _end(text, node, indent), indent, lines, newline)


def _error(path: Path, problem: str) -> RegistryError:
    return RegistryError(path, problem, "write the entries one under the other, as docs/adding-plans.md shows")


def _child(node: Any, step: Step) -> Any:
    if isinstance(step, tuple):
        items = node.value if node.id == "sequence" else []
        return next((item for item in items if getattr(_child(item, step[0]), "value", None) == step[1]), None)
    if node.id != "mapping":
        return None
    return next((value for key, value in node.value if key.value == step), None)


def _end(text: str, node: Any, indent: int) -> int:
    """Where the line behind an entry begins; the remarks that are indented deeper than the entries belong to the last."""
    last = max(leaf.end_mark.index for leaf in _leaves(node))
    at = text.find("\n", last - 1 if text[last - 1 : last] == "\n" else last) + 1
    while at:
        stop = text.find("\n", at)
        line = text[at:stop] if stop >= 0 else text[at:]
        if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) <= indent:
            return at
        at = stop + 1
    return len(text)


def _leaves(node: Any) -> Iterator[Any]:
    if node.id == "scalar" or node.flow_style or not node.value:
        yield node
    elif node.id == "sequence":
        for item in node.value:
            yield from _leaves(item)
    else:
        for _, value in node.value:
            yield from _leaves(value)


def _put(text: str, at: int, indent: int, lines: Sequence[str], newline: str) -> str:
    head = text[:at] if not text[:at] or text[:at].endswith("\n") else text[:at] + newline
    return head + "".join(" " * indent + line + newline for line in lines) + text[at:]
