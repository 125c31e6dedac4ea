"""What is put aside is taken only for what it was made from."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from carbonpeak import kept
from carbonpeak.errors import RegistryError
from carbonpeak.plans import registry

PLANS = Path(__file__).parents[2] / "plans"


@pytest.fixture
def aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept, "_FOLDER", str(tmp_path / "aside"))
    return tmp_path / "aside"


def test_a_value_comes_back_for_its_own_source_alone(aside: Path) -> None:
    assert kept.taken("one", "a: 1") is None
    kept.put("one", "a: 1", {"a": 1})
    assert kept.taken("one", "a: 1") == {"a": 1}
    assert kept.taken("one", "a: 2") is None and kept.taken("two", "a: 1") is None
    assert [path.name for path in aside.iterdir()] == [f"one.{sys.implementation.cache_tag}.marshal"]


@pytest.mark.parametrize("content", [b"", b"no marshal", b"\xfb"])
def test_what_cannot_be_read_is_nothing(aside: Path, content: bytes) -> None:
    kept.put("one", 1, 2)
    (path,) = aside.iterdir()
    path.write_bytes(content)
    assert kept.taken("one", 1) is None


def test_a_registry_is_the_same_the_second_time(aside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    first = registry.load(PLANS)
    monkeypatch.setitem(sys.modules, "yaml", None)  # it is not read again
    assert registry.load(PLANS) == first


def test_a_changed_registry_is_read_anew(aside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    text = (PLANS / registry.FILE).read_text(encoding="utf-8")
    for name in (
        "changning-2022.txt",
        "jingan-2022.txt",
        "qingpu-2022.txt",
        "yangpu-2022.pdf.txt",
        "yangpu-2022.web.txt",
    ):
        (tmp_path / name).write_bytes((PLANS / name).read_bytes())
    (tmp_path / registry.FILE).write_text(text, encoding="utf-8")
    registry.load(tmp_path)
    (tmp_path / registry.FILE).write_text(text + "nonsense: 1\n", encoding="utf-8")
    for _ in range(2):  # what is wrong is told as often as it is read
        with pytest.raises(RegistryError, match="nonsense"):
            registry.load(tmp_path)


def test_nothing_is_put_aside_where_no_byte_code_is_wanted(aside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    registry.load(PLANS)
    assert not aside.exists()


def test_a_folder_that_cannot_be_written_is_no_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setattr(kept, "_FOLDER", str(tmp_path / "file"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert registry.load(PLANS).collections
