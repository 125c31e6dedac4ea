"""`NamedTuple` as `typing` has it, made at a tenth of the cost: the reader has sixty of them, and compiling a constructor for
each, needed or not, was a third of the time its modules take to import.

The constructor is compiled when the class is first called; what is made with `tuple.__new__` never needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import _tuplegetter
    from functools import cache
    from types import CodeType, FunctionType

    class _Shape(type):
        def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> type:
            fields = tuple(space.get("__annotations__", ()))
            if fields:
                defaults = {field: space.pop(field) for field in fields if field in space}
                given = fields[len(fields) - len(defaults) :]
                if tuple(defaults) != given:
                    raise TypeError(f"{name}: a field without a default stands behind one that has one")
                space |= {field: _tuplegetter(place, None) for place, field in enumerate(fields)}
                space |= {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
            return type.__new__(cls, name, bases, {"__slots__": (), **space})

    @cache
    def _constructor(count: int) -> CodeType:
        names = "".join(f"_{place}, " for place in range(count))
        return eval(f"lambda _cls, {names}: _new(_cls, ({names}))").__code__

    class NamedTuple(tuple, metaclass=_Shape):
        _fields = ()
        _field_defaults = {}  # noqa: RUF012 - as typing has it

        def __new__(cls, *values: Any, **named: Any) -> Any:
            code = _constructor(len(cls._fields)).replace(
                co_varnames=("_cls", *cls._fields),
                co_qualname=f"{cls.__name__}.__new__",  # what an error about the arguments names
            )
            made = FunctionType(code, {"_new": tuple.__new__}, "__new__", tuple(cls._field_defaults.values()))
            cls.__new__ = made
            return made(cls, *values, **named)

        @classmethod
        def _make(cls, values: Any) -> Any:
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **named: Any) -> Any:
            made = tuple.__new__(type(self), map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"Got unexpected field names: {list(named)!r}")
            return made

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"
