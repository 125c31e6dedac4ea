"""The README of a release, for people: made from the descriptor, the schemas and a few rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipelines.releases.formats import listing
from pipelines.releases.formats.tabular import written_rows
from pipelines.releases.metadata import citation
from pipelines.releases.metadata.datapackage import TEMPLATES
from pipelines.releases.metadata.extent import Frames, Schemas


def readme(package: Mapping[str, Any], schemas: Schemas, frames: Frames) -> str:
    """The text of README.md, Markdown in both languages."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Markdown; cells are escaped by `cell`
    )
    environment.filters["cell"] = lambda text: str(text).replace("|", "\\|").replace("\n", " ")
    return environment.get_template("README.md.j2").render(
        package=package,
        schemas=schemas,
        formats=listing.formats(),
        sample=_sample(frames["targets"], schemas["targets"]),
        cited=citation.sentence(package),
        cited_zh=citation.sentence_zh(package),
        bibtex=citation.bibtex(package),
    )


SAMPLE_COLUMNS = ["plan_id", "indicator", "measure", "direction", "comparator", "value", "unit", "period_end", "quote"]
SAMPLE_ROWS = 4


def _sample(targets: pd.DataFrame, schema: Mapping[str, Any]) -> list[list[str]]:
    """A few targets as they stand in the CSV: the first with a number of each plan in turn."""
    numeric = targets[targets["value"].notna() & targets["indicator_id"].notna()]
    rows = numeric.groupby("plan_id", sort=True).head(1).head(SAMPLE_ROWS)
    kinds = {item["name"]: item["type"] for item in schema["fields"]}
    return [list(row) for row in written_rows(rows, {name: kinds[name] for name in SAMPLE_COLUMNS})]
