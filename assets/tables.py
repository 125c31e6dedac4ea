"""The third stage: one asset a table, typed as its Table Schema says."""

import dagster as dg
import pandas as pd
from carbonpeak.collection import Collection
from validations import tables as schemas

from assets.common import OWNERS, column_schema, reader_tables


def tables(partitions: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """Every table that comes out of the reader."""
    return [_table(name, partitions) for name in reader_tables()]


def _table(name: str, partitions: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    schema = schemas.descriptor(name)

    @dg.asset(
        name=name,
        partitions_def=partitions,
        description=f"{schema['title_zh']} · {schema['title_en']}. {schema['description_en']}",
        group_name="tables",
        kinds={"pandas"},
        owners=OWNERS,
        metadata={"dagster/column_schema": column_schema(name)},
    )
    def table(readings: Collection) -> dg.Output[pd.DataFrame]:
        frame = schemas.frame(name, readings.tables[name])
        return dg.Output(frame, metadata={"dagster/row_count": len(frame)})

    return table
