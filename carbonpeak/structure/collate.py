"""Renditions against each other, and body against annex: what does not agree becomes rows for a person to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import zip_longest

from carbonpeak.datafiles import rows
from carbonpeak.patterns import lazy
from carbonpeak.shape import NamedTuple
from carbonpeak.structure.clean import Text, dress
from carbonpeak.structure.outline import Outline

_COLON = lazy("(?<=:)(?=.)")
_PAGE = lazy("|".join(f"(?:{row['pattern']})" for row in rows("tails") if row["kind"] in ("page", "site")))


class Difference(NamedTuple):
    """One row of `discrepancies` before it has an id."""

    kind: str
    path: str | None
    detail_a: str | None
    detail_b: str | None


def renditions(one: Text, one_outline: Outline, other: Text, other_outline: Outline) -> list[Difference]:
    """What differs between two copies of a plan beyond white space, punctuation width and page furniture: the body section by
    section, then the notice around it."""
    found: list[Difference] = []
    ours = {section.path: section for section in one_outline.sections if section.path != "preamble"}
    theirs = {section.path: section for section in other_outline.sections if section.path != "preamble"}
    for path, section in ours.items():
        if path not in theirs:
            found.append(Difference("renditions_differ", path, section.title, None))
            continue
        a = one.text[section.start : section.end].replace("\n", "")
        b = other.text[theirs[path].start : theirs[path].end].replace("\n", "")
        if a != b:
            found += [Difference("renditions_differ", path, x, y) for x, y in _runs(a, b)]
    found += [
        Difference("renditions_differ", path, None, section.title)
        for path, section in theirs.items()
        if path not in ours
    ]
    a_blocks, b_blocks = _notice(one, one_outline), _notice(other, other_outline)
    if a_blocks != b_blocks:
        found += _blocks(a_blocks, b_blocks)
    return found


def _notice(clean: Text, outline: Outline) -> list[str]:
    """The lines before the first heading and at the foot, less what belongs to a page and not to the notice."""
    lines = [line for line in clean.text[: outline.notice_end].split("\n") if line and not _PAGE.match(line)]
    headings = {clean.text[section.start : section.body] for section in outline.sections}
    for a, b in outline.feet:
        for line in clean.text[a:b].split("\n"):
            if _PAGE.match(line) or line in headings or line in lines:
                break  # all that follows a page's own foot, or begins a printed outline, is not the notice's
            lines.append(line)
    # Whether the text behind a salutation begins a line of its own is up to the copy.
    return [part for line in lines for part in _COLON.split(line)]


def _blocks(one: list[str], other: list[str]) -> list[Difference]:
    """The lines that only one of two notices has; a line that is broken elsewhere is the same line."""
    from difflib import SequenceMatcher  # needed only where renditions differ

    found = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal" or "".join(one[a:b]) == "".join(other[c:d]):
            continue
        for x, y in zip_longest(_rejoined(one[a:b]), _rejoined(other[c:d])):
            found.append(Difference("renditions_differ", "preamble", x and dress(x), y and dress(y)))
    return found


def _rejoined(lines: list[str]) -> list[str]:
    """The lines with each that ends in a colon joined to its next: 抄送：…"""
    return "\n".join(lines).replace(":\n", ":").split("\n") if lines else []


def _runs(a: str, b: str) -> list[tuple[str | None, str | None]]:
    """The differing runs of two texts, each with a few characters before it so that it can be found."""
    from difflib import SequenceMatcher

    runs: list[tuple[str | None, str | None]] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            runs.append((a[max(0, i - 6) : j + 6] or None, b[max(0, k - 6) : m + 6] or None))
    return runs


def body_and_annex(
    body: Mapping[str, list[str]], annex: Mapping[str, list[str]], parents: Mapping[str, str]
) -> list[Difference]:
    """Bodies that a task of the body names and none of its annex rows, or the other way round.

    `body` and `annex` map a path to the names in its list, `parents` an annex path to the path of the task it divides.
    """
    divided: dict[str, dict[str, None]] = {}
    for path, parent in parents.items():
        divided.setdefault(parent, {}).update(dict.fromkeys(annex.get(path, ())))
    found = []
    for path, names in divided.items():
        missing = _without(body.get(path, ()), names)
        added = _without(names, body.get(path, ()))
        if missing or added:
            found.append(Difference("body_annex_differ", path, "、".join(missing) or None, "、".join(added) or None))
    return found


def _without(names: Iterable[str], others: Iterable[str]) -> list[str]:
    known = {name.translate(_WIDTHS) for name in others}
    return [name for name in names if name.translate(_WIDTHS) not in known]


_WIDTHS = str.maketrans("（）", "()")
