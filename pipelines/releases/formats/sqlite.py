"""How the tables become one SQLite file: types, keys and rules by the schemas, full-text indexes, views and the codebook.

SQLite is the one inside apsw, which requirements.lock pins, so the bytes do not depend on the machine's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import apsw
import pandas as pd
import yaml

from pipelines.releases.formats import cells, codebook
from pipelines.releases.formats.cells import Cell, Schema
from validations import schemas as known

EXTRAS = Path(__file__).parents[1] / "templates" / "views.yaml"

_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}


def write(
    path: Path, package: Mapping[str, Any], schemas: Mapping[str, Schema], frames: Mapping[str, pd.DataFrame]
) -> None:
    """Write a new SQLite file with all tables; `package` is the head of the descriptor.

    The file needs SQLite 3.37 to be read, 3.34 of it for the full-text indexes. Raises ValueError when a row breaks a key
    or a rule of its schema.
    """
    contents = codebook.rows(package, schemas, frames)
    contents["_tables"] += _rows_on_extras(schemas)
    connection = apsw.Connection(":memory:")
    try:
        # What a release of SQLite might one day choose otherwise is said here.
        connection.execute("PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA auto_vacuum = NONE")
        with connection:
            for name, schema in schemas.items():
                _add(connection, name, schema, cells.rows(frames[name], cells.kinds(schema)))
            for name, schema in codebook.schemas().items():
                _add(connection, name, schema, iter(contents[name]))
            for name in schemas:
                _index_words(connection, name)
            _add_views(connection, schemas)
        _check(connection)
        # Without the traces of how it was built, page after page.
        connection.execute("VACUUM INTO ?", (str(path),))
    except apsw.ConstraintError as error:
        raise ValueError(f"{path}: {error}") from error
    finally:
        connection.close()


def _add(connection: apsw.Connection, table: str, schema: Schema, rows: Iterator[tuple[Cell, ...]]) -> None:
    connection.execute(_create(table, schema))
    for own, _, _ in codebook.references(table, schema):
        if own != schema["primaryKey"][: len(own)]:  # the key has an index already
            index = _name("_".join((table, *own)))
            connection.execute(f"CREATE INDEX {index} ON {_name(table)} ({_names(own)})")
    places = ", ".join("?" * len(schema["fields"]))
    connection.executemany(f"INSERT INTO {_name(table)} VALUES ({places})", (tuple(map(_stored, row)) for row in rows))


def _create(table: str, schema: Schema) -> str:
    """The statement that makes a table: STRICT, so that SQLite itself keeps the types."""
    key = schema["primaryKey"]
    lines = [_column(field, unique=key != [field["name"]]) for field in schema["fields"]]
    lines.append(f"PRIMARY KEY ({_names(key)})")
    lines += [f"UNIQUE ({_names(columns)})" for columns in schema.get("uniqueKeys", ())]
    lines += [
        f"FOREIGN KEY ({_names(own)}) REFERENCES {_name(other)} ({_names(theirs)})"
        for own, other, theirs in codebook.references(table, schema)
    ]
    return f"CREATE TABLE {_name(table)} (\n  " + ",\n  ".join(lines) + "\n) STRICT"


def _column(field: Mapping[str, Any], *, unique: bool) -> str:
    name, kind, constraints = _name(field["name"]), field["type"], field.get("constraints", {})
    parts = [name, _TYPES[kind]]
    parts += ["NOT NULL"] if constraints.get("required") else []
    parts += ["UNIQUE"] if constraints.get("unique") and unique else []
    if kind == "boolean":
        parts.append(f"CHECK ({name} IN (0, 1))")
    if kind == "date":
        # Without the modifier, an older SQLite lets 30 February pass.
        parts.append(f"CHECK ({name} IS date({name}, '+0 days'))")
    if "enum" in constraints:
        parts.append(f"CHECK ({name} IN ({', '.join(map(_literal, constraints['enum']))}))")
    # A pattern is left to the codebook: SQLite has no regular expressions of its own.
    for limit, comparison in (("minimum", ">="), ("maximum", "<=")):
        if limit in constraints:
            parts.append(f"CHECK ({name} {comparison} {_literal(constraints[limit])})")
    return " ".join(parts)


def _index_words(connection: apsw.Connection, table: str) -> None:
    """A full-text index over the words of a table, where its schema says that they are searched.

    Chinese has no spaces between words, so every three characters in a row are indexed (trigram). The index points to the
    table and does not hold the words a second time.
    """
    columns = known.searched(table)
    if not columns:
        return
    index = _name(_index(table))
    options = f"content = {_literal(table)}, tokenize = 'trigram'"
    connection.execute(f"CREATE VIRTUAL TABLE {index} USING fts5 ({_names(columns)}, {options})")
    for command in ("rebuild", "optimize", "integrity-check"):
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ({_literal(command)})")


def _add_views(connection: apsw.Connection, schemas: Mapping[str, Schema]) -> None:
    for view in _extras()["views"]:
        name = _name(view["name"])
        connection.execute(f"CREATE VIEW {name} AS\n{view.get('select', _all_words(schemas)).strip()}")
        connection.execute(f"SELECT * FROM {name} LIMIT 1").fetchall()  # SQLite looks at a view when it is used


def _all_words(schemas: Mapping[str, Schema]) -> str:
    """The searchable words, cell by cell: what an index of trigrams cannot find, terms of one or two characters, LIKE can."""
    return "\nUNION ALL\n".join(
        f"SELECT {_literal(table)} AS {_name('table')}, {_name(schema['primaryKey'][0])} AS {_name('key')},"
        f" {_literal(column)} AS {_name('column')}, {_name(column)} AS words FROM {_name(table)}"
        f" WHERE {_name(column)} IS NOT NULL"
        for table, schema in schemas.items()
        for column in known.searched(table)
    )


@cache
def _extras() -> dict[str, Any]:
    extras: dict[str, Any] = yaml.safe_load(EXTRAS.read_text(encoding="utf-8"))
    return extras


def _index(table: str) -> str:
    return str(_extras()["index"]["name"].format(table=table))


def _rows_on_extras(schemas: Mapping[str, Schema]) -> Iterator[codebook.Row]:
    """What the codebook's `_tables` says of views and indexes."""
    texts = [("title", "zh"), ("title", "en"), ("description", "zh"), ("description", "en")]
    for view in _extras()["views"]:
        yield (view["name"], "view", None, *(view[part][language] for part, language in texts))
    for table, schema in schemas.items():
        if known.searched(table):
            fill = {"table": table, "name": _index(table), "zh": schema["title_zh"], "en": schema["title_en"]}
            words = (_extras()["index"][part][language].format(**fill) for part, language in texts)
            yield (_index(table), "full-text index", None, *words)


def _check(connection: apsw.Connection) -> None:
    for table, row, other, _ in connection.execute("PRAGMA foreign_key_check"):
        raise ValueError(f"SQLite: row {row} of {table} refers to a row of {other} that is not there")
    found = connection.execute("PRAGMA integrity_check").fetchall()
    if found != [("ok",)]:
        raise ValueError(f"SQLite: {found[0][0]}")


def _stored(value: Cell) -> str | int | float | None:
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


def _literal(value: Any) -> str:
    stored = _stored(value)
    return "'" + stored.replace("'", "''") + "'" if isinstance(stored, str) else repr(stored)


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _names(columns: list[str]) -> str:
    return ", ".join(map(_name, columns))
