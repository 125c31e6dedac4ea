"""Tables to files in one of three formats, a piece at a time, so that a table never has to fit into memory.

Pieces are encoded where they are read, in whatever process that is; `Output` only puts them one behind the other.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from errno import EISDIR
from pathlib import Path
from typing import Any

from carbonpeak.extraction.csvtext import csv_text
from carbonpeak.records import TABLES, columns

FORMATS = ("csv", "parquet", "jsonl")
ASIDE = ".part"  # how the names of files end that are being written
_ROW_GROUP = 4096  # rows of a Parquet table that are written together


def encode(table: str, rows: Sequence[Sequence[Any]], form: str) -> Any:
    """Rows as a piece of a file of this format: bytes of CSV or JSON lines; for Parquet the plain tuples."""
    if form == "csv":
        return csv_text(table, rows).encode()
    if form == "jsonl":
        import json

        fields = tuple(columns(table))
        lines = (json.dumps(dict(zip(fields, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)
        return "".join(lines).encode()
    return [tuple(row) for row in rows]


class Output:
    """The files `OUT/TABLE.FORMAT`, all tables. They are written aside and appear together, once `finish` is called."""

    def __init__(self, out: Path, form: str) -> None:
        """Raises OSError where the folder cannot be made or written to."""
        self.out = out
        self.form = form
        self._made = not out.exists()
        out.mkdir(parents=True, exist_ok=True)
        self._files: dict[str, Any] = {}
        try:
            for table in TABLES:
                if self._place(table).is_dir():  # told before half of the tables are replaced
                    raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(self._place(table)))
                self._files[table] = _open(self._aside(table), table, form)
        except BaseException:
            self.abandon()
            raise

    def add(self, table: str, piece: Any) -> None:
        """Appends what `encode` made of some rows."""
        if piece:
            self._files[table].write(piece)

    def add_rows(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Encodes rows and appends them."""
        self.add(table, encode(table, rows, self.form))

    def finish(self) -> None:
        """Closes the files and gives them their names."""
        for file in self._files.values():
            file.close()
        for table in TABLES:
            os.replace(self._aside(table), self._place(table))

    def abandon(self) -> None:
        """Leaves nothing of what was written; files of an earlier run stay as they were."""
        for file in self._files.values():
            with suppress(Exception):  # on a full disk the last rows cannot be written, and nobody needs them any more
                file.close()
        for table in TABLES:
            self._aside(table).unlink(missing_ok=True)
        if self._made:
            with suppress(OSError):  # somebody else may have put something there meanwhile
                self.out.rmdir()

    def _place(self, table: str) -> Path:
        return self.out / f"{table}.{self.form}"

    def _aside(self, table: str) -> Path:
        return self.out / f".{table}.{self.form}{ASIDE}"


def _open(path: Path, table: str, form: str) -> Any:
    if form == "parquet":
        return _Parquet(path, table)
    file = path.open("wb")
    if form == "csv":
        file.write((",".join(columns(table)) + "\r\n").encode())
    return file


class _Parquet:
    """A Parquet file that takes rows and writes them in row groups."""

    def __init__(self, path: Path, table: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        kinds = {"str": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
        self._schema = pa.schema([(name, kinds[kind]) for name, kind in columns(table).items()])
        self._make = pa.Table.from_arrays
        self._array = pa.array
        self._writer = pq.ParquetWriter(path, self._schema)
        self._rows: list[Sequence[Any]] = []

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        self._rows += rows
        if len(self._rows) >= _ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        values = zip(*self._rows, strict=True)
        arrays = [self._array(column, field.type) for column, field in zip(values, self._schema, strict=True)]
        self._writer.write_table(self._make(arrays, schema=self._schema))
        self._rows = []

    def close(self) -> None:
        if self._rows:
            self._flush()
        self._writer.close()
