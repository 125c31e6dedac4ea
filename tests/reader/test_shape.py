"""The reader's named tuples do what those of the standard library do."""

from __future__ import annotations

import pickle
import typing
from collections.abc import Callable
from typing import Any

import pytest

from carbonpeak import records, shape


def made(name: str, base: Any) -> Any:
    class Kind(base):
        name: str
        value: float | None
        unit: str = "%"
        more: tuple[int, ...] = ()

        @property
        def written(self) -> str:
            return f"{self.value}{self.unit}"

    Kind.__name__ = Kind.__qualname__ = name  # where pickle finds it
    return Kind


Theirs, Ours = made("Theirs", typing.NamedTuple), made("Ours", shape.NamedTuple)


class Unfilled(shape.NamedTuple):
    """Nothing but what its base has."""


@pytest.mark.parametrize(
    "use",
    [
        lambda kind: kind("a", 1.5),
        lambda kind: kind("a", value=2, more=(1,)),
        lambda kind: kind("a", 1.5).written,
        lambda kind: kind("a", 1.5)._replace(unit="t", name="b"),
        lambda kind: kind("a", 1.5)._asdict(),
        lambda kind: kind._make(["a", 1.5, "t", ()]),
        lambda kind: tuple.__new__(kind, ("a", 1.5, "t", ())).unit,
        lambda kind: kind("a", 1.5) == ("a", 1.5, "%", ()),
        lambda kind: hash(kind("a", 1.5)),
        lambda kind: kind("a", 1.5) < kind("b", 1.5),
        lambda kind: (kind._fields, kind._field_defaults, kind.__match_args__),
        lambda kind: pickle.loads(pickle.dumps(kind("a", 1.5))) == kind("a", 1.5),
        lambda kind: repr(kind("a", 1.5)).replace(kind.__name__, "Kind"),
        lambda kind: hasattr(kind("a", 1.5), "__dict__"),
    ],
)
def test_it_answers_as_theirs_does(use: Callable[[type], object]) -> None:
    assert use(Ours) == use(Theirs)


@pytest.mark.parametrize(
    "misuse",
    [
        lambda kind: kind("a"),
        lambda kind: kind("a", 1, "t", (), 5),
        lambda kind: kind("a", 1, wrong=2),
        lambda kind: kind._make(["a"]),
        lambda kind: kind("a", 1)._replace(wrong=2),
        lambda kind: setattr(kind("a", 1), "name", "b"),
        lambda kind: setattr(kind("a", 1), "other", "b"),
    ],
)
def test_it_refuses_what_theirs_refuses(misuse: Callable[[type], object]) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)) as theirs:
        misuse(Theirs)
    with pytest.raises((TypeError, ValueError, AttributeError)) as ours:
        misuse(Ours)
    assert type(ours.value) is type(theirs.value)
    # theirs has its constructor before it gets its name
    assert str(ours.value).replace("Ours", "Theirs") == str(theirs.value).replace("Kind", "Theirs")


def test_a_default_stands_last() -> None:
    with pytest.raises(TypeError, match="Wrong: a field without a default"):

        class Wrong(shape.NamedTuple):
            first: int = 1
            second: int


def test_an_empty_one_is_an_empty_tuple() -> None:
    assert Unfilled() == ()


@pytest.mark.parametrize("table", sorted(records.TABLES))
def test_records_go_through_processes(table: str) -> None:
    kind = records.TABLES[table]
    row = kind._make(range(len(kind._fields)))
    again = pickle.loads(pickle.dumps(row))
    assert type(again) is kind and again == row and row == kind(*row) == kind(**row._asdict())
