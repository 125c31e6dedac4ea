"""The tables as their schemas describe them: plain descriptors, pandas frames and Arrow schemas, derived and never written again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa


def table_names() -> list[str]:
    """All tables, in the order in which a reader meets them."""
    raise NotImplementedError


def columns(table: str) -> list[str]:
    """The column names of a table, in the published order."""
    raise NotImplementedError


def descriptor(table: str) -> dict[str, Any]:
    """The plain, valid Table Schema of a table, with `title_zh`, `title_en`, `description_zh`, `description_en` as custom properties."""
    raise NotImplementedError


def frame(table: str, records: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """The records as a DataFrame with the table's nullable dtypes. A value that does not fit stays as it is, in an `object` column."""
    raise NotImplementedError


def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table, for Parquet."""
    raise NotImplementedError
