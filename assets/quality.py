"""The fourth stage: what the gates find in the tables, as data that is published with them."""

import dagster as dg
import pandas as pd
from carbonpeak.clean import squeeze
from carbonpeak.collection import Collection
from validations import expectations, pandera_gate, tables

from assets.common import OWNERS, QUALITY, column_schema, table_inputs
from assets.ports import Content, DataDocs, Publisher, Quality


def quality_checks(partitions: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """The results of all checks on exactly these tables, and the fingerprint that ties them to these tables."""
    schema = tables.descriptor(QUALITY)

    @dg.asset(
        name=QUALITY,
        partitions_def=partitions,
        ins=table_inputs(),
        description=f"{schema['title_zh']} · {schema['title_en']}. {schema['description_en']}",
        group_name="quality",
        kinds={"great_expectations", "pandera"},
        owners=OWNERS,
        metadata={"dagster/column_schema": column_schema(QUALITY)},
    )
    def quality_checks(
        context: dg.AssetExecutionContext,
        publisher: dg.ResourceParam[Publisher],
        data_docs: dg.ResourceParam[DataDocs],
        readings: Collection,
        **frames: pd.DataFrame,
    ) -> dg.Output[Quality]:
        given = pandera_gate.Context(frames=frames, texts=readings.texts, squeeze=squeeze)
        results = [result for name, frame in frames.items() for result in pandera_gate.check(name, frame, given)]
        previous = publisher.previous_counts(context.partition_key)
        results += expectations.run(frames, previous, docs_dir=data_docs.path)
        quality = Quality(results=results, fingerprint=Content.of(readings, frames).fingerprint())
        return dg.Output(quality, metadata={"dagster/row_count": len(results), "failed": len(quality.failures)})

    return quality_checks
