"""The third stage: one asset a table, typed as its Table Schema says, with a blocking check by pandera on each."""

from collections.abc import Iterator

import dagster as dg
import pandas as pd

from assets.common import OWNERS, column_schema, reader_tables, verdict
from assets.gates import table_results
from assets.ports import Content
from carbonpeak.plans.collection import Collection
from validations import tables as schemas

CHECK = "schema"


def tables(partitions: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """Every table that comes out of the reader. One step makes and checks all of them: a step for each costs more than
    the tables themselves, and every table speaks up even when another one fails.
    """

    @dg.multi_asset(
        name="tables",
        outs={name: _out(name) for name in reader_tables()},
        check_specs=[_check(name) for name in reader_tables()],
        can_subset=True,
        partitions_def=partitions,
        group_name="tables",
    )
    def tables(
        context: dg.AssetExecutionContext, readings: Collection
    ) -> Iterator[dg.Output[pd.DataFrame] | dg.AssetCheckResult]:
        frames = {name: schemas.frame(name, readings.tables[name]) for name in reader_tables()}
        for name, frame in frames.items():
            if dg.AssetKey(name) in context.selected_asset_keys:
                yield dg.Output(frame, output_name=name, metadata={"dagster/row_count": len(frame)})
        results = table_results(Content.of(readings, frames))
        for check in sorted(context.selected_asset_check_keys):
            name = check.asset_key.to_user_string()
            yield verdict(results[name], asset=name, check=CHECK)

    return tables


def _out(name: str) -> dg.AssetOut:
    schema = schemas.descriptor(name)
    return dg.AssetOut(
        description=f"{schema['title_zh']} · {schema['title_en']}. {schema['description_en']}",
        kinds={"pandas", "pandera"},
        owners=OWNERS,
        metadata={"dagster/column_schema": column_schema(name)},
        is_required=False,
    )


def _check(name: str) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        CHECK,
        asset=name,
        blocking=True,
        description="pandera: types, nulls, patterns, keys, rules across columns; quotes stand at their offsets.",
    )
