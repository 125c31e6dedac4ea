"""Patterns that set-up compiled are the patterns that `re` compiles; where nothing usable was put aside, `re` compiles them."""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import carbonpeak.extraction.extract  # noqa: F401 - all patterns of the reader
from carbonpeak import kept as kept_aside
from carbonpeak import patterns


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(kept_aside, "_FOLDER", str(tmp_path / "aside"))
    patterns._kept.cache_clear()
    patterns._compiled.cache_clear()
    yield Path(kept_aside._path("patterns"))
    patterns._kept.cache_clear()
    patterns._compiled.cache_clear()


def test_all_patterns_come_back_as_re_compiles_them(kept: Path) -> None:
    assert patterns.keep() > 100
    for made in patterns._made:
        assert made.source in patterns._kept()
        taken = patterns._compiled(made.source)
        assert taken == re.compile(*made.source)
        assert taken.groupindex == re.compile(*made.source).groupindex
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_names_of_groups_are_kept(kept: Path) -> None:
    one = patterns.lazy(r"(?P<year>\d{4})年(?:(?P<month>\d+)月)?(末)?")
    patterns.keep()
    found = one.search("到2025年12月末")
    assert found and found.groupdict() == {"year": "2025", "month": "12"} and found.lastindex == 3
    assert one.sub(r"\g<year>", "到2025年12月末") == "到2025"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no marshal",
        marshal.dumps(("3.0", {})),
        marshal.dumps((patterns._PYTHON, 7))[:-1],
        marshal.dumps((patterns._PYTHON, {("一(二)", 0): (32, [1], 1, {}, (None, None))})),
        marshal.dumps(
            (patterns._PYTHON, {("一(二)", 0): (32, b"\x9f\x86\x01\x00\x01\x00\x00\x00", 1, {}, (None, None))})
        ),
    ],
)
def test_what_cannot_be_used_is_compiled(kept: Path, content: bytes) -> None:
    kept.parent.mkdir()
    kept.write_bytes(content)
    assert patterns._compiled(("一(二)", 0)) == re.compile("一(二)")


def test_code_of_another_python_is_not_used(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    patterns.keep()
    monkeypatch.setattr(patterns, "_PYTHON", ("3.99",))
    assert patterns._kept() == {}
