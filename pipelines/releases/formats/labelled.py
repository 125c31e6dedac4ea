"""Tables with names in place of codes and ids, for people: made from the tables, described in `templates/labelled.yaml`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import yaml

from pipelines.releases.formats import cells, codebook
from pipelines.releases.formats.cells import Cell, Schema

DESCRIPTION = Path(__file__).parents[1] / "templates" / "labelled.yaml"
BETWEEN = " / "  # Chinese and English, as in the labels of the schemas
SEVERAL = "；"  # several names in one cell

Frames = Mapping[str, pd.DataFrame]
Schemas = Mapping[str, Schema]


class Labelled(NamedTuple):
    """A table to be read: its name, its titles and descriptions, its columns and its rows, as many as the table itself has."""

    name: str
    about: Schema  # title_zh, title_en, description_zh, description_en, fields
    rows: list[codebook.Row]


@cache
def layout() -> dict[str, Any]:
    """Which sheets there are, with which columns, and what names a row."""
    read: dict[str, Any] = yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8"))
    return read


def labelled(schemas: Schemas, frames: Frames) -> Iterator[Labelled]:
    """Each described table that there is. A code or id that has no name stands as it is; ids of one name have the id behind it."""
    described = layout()
    for name, shown in described["tables"].items():
        if name not in schemas:
            continue
        schema = schemas[name]
        fields = {item["name"]: item for item in schema["fields"]}
        columns = [_column(name, fields[column], schemas, frames) for column in shown]
        kinds = {column: fields[column]["type"] for column in shown}
        rows = [
            tuple(None if value is None else show(value) for (_, show), value in zip(columns, row, strict=True))
            for row in cells.rows(frames[name], kinds)
        ]
        titles = {key: described["title"][key].format(title=schema[f"title_{key}"]) for key in ("zh", "en")}
        about = {
            **{f"title_{key}": title for key, title in titles.items()},
            **{f"description_{key}": words.format(table=name) for key, words in described["description"].items()},
            "fields": [field for field, _ in columns],
        }
        yield Labelled(described["sheet"].format(table=name), about, rows)


def _column(table: str, field: Schema, schemas: Schemas, frames: Frames) -> tuple[Schema, Callable[[Any], Cell]]:
    """How a column is headed, and what is shown for each of its values."""
    head = {"name": field["title_en"], "title_zh": field["title_zh"]}
    if "categories" in field:
        return head, _by({item["value"]: item["label"] for item in field["categories"]})
    if words := layout()["words"].get(f"{table}.{field['name']}"):
        return head, lambda value: SEVERAL.join(words.get(word, word) for word in value.split())
    for own, other, theirs in codebook.references(table, schemas[table]):
        if own == [field["name"]] and other in layout()["names"] and other in frames:
            names = _names(frames[other], theirs[0], layout()["names"][other])
            return {**head, "title_zh": schemas[other]["title_zh"]}, _by(names)
    return head, _by({})


def _by(names: Mapping[Any, str]) -> Callable[[Any], Cell]:
    return lambda value: names.get(value, value)


def _names(frame: pd.DataFrame, key: str, columns: list[str]) -> dict[str, str]:
    """Key → name, each name once."""
    names = {
        row[key]: BETWEEN.join(str(row[column]) for column in columns if not pd.isna(row[column])) or row[key]
        for row in frame[[key, *columns]].to_dict("records")
    }
    often = Counter(names.values())
    return {one: name if often[name] == 1 or name == one else f"{name} ({one})" for one, name in names.items()}
