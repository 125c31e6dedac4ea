"""What several assets share: their owner, the tables as inputs, and what a table and a gate show of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg

from validations import tables
from validations.results import CheckResult, failures
from validations.schemas import CHANGES, QUALITY

OWNERS = ["team:data"]


def reader_tables() -> list[str]:
    """The tables that come out of the reader: all but those that say how they were checked and what they changed."""
    return [name for name in tables.table_names() if name not in (QUALITY, CHANGES)]


def table_inputs() -> dict[str, dg.AssetIn]:
    """Every table of the reader as an input of the same name."""
    return {name: dg.AssetIn(name) for name in reader_tables()}


def column_schema(table: str) -> dg.TableSchema:
    """A table's columns: titles and descriptions in both languages, types, constraints and where a key points."""
    schema = tables.descriptor(table)
    keys = _listed(schema.get("primaryKey", []))
    links = {
        column: f"references {key['reference']['resource'] or table}.{target}"
        for key in schema.get("foreignKeys", [])
        for column, target in zip(_listed(key["fields"]), _listed(key["reference"]["fields"]), strict=True)
    }
    return dg.TableSchema(columns=[_column(item, keys, links) for item in schema["fields"]])


def verdict(results: Sequence[CheckResult], asset: str, check: str) -> dg.AssetCheckResult:
    """The results of a gate as one asset check: passed unless one of them stops the release."""
    at_fault = failures(results)
    warnings = [result for result in results if not result.passed and not result.stops_release]
    return dg.AssetCheckResult(
        passed=not at_fault,
        asset_key=asset,
        check_name=check,
        description="\n".join(result.describe() for result in at_fault) or None,
        metadata={
            "checks": len(results),
            "failed": len(at_fault),
            "warnings": dg.MetadataValue.json([result.describe() for result in warnings]),
        },
    )


def _column(item: Mapping[str, Any], keys: list[str], links: Mapping[str, str]) -> dg.TableColumn:
    constraints = item.get("constraints", {})
    other = [f"{name}: {value}" for name, value in constraints.items() if name not in ("required", "unique")]
    if item["name"] in links:
        other.append(links[item["name"]])
    return dg.TableColumn(
        name=item["name"],
        type=item["type"],
        description=f"{item['title_zh']} · {item['title_en']}. {item['description_en']}",
        constraints=dg.TableColumnConstraints(
            nullable=not constraints.get("required", False),
            unique=bool(constraints.get("unique", False)) or keys == [item["name"]],
            other=other,
        ),
    )


def _listed(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
