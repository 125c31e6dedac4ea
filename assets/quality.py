"""The fourth stage: what the gates find in the tables, as data that is published with them."""

from collections.abc import Iterator

import dagster as dg
import pandas as pd

from assets.common import OWNERS, column_schema, table_inputs, verdict
from assets.gates import dataset_results, table_results
from assets.ports import Content, DataDocs, Publisher, Quality, Refused
from carbonpeak.plans.collection import Collection
from validations import tables
from validations.schemas import QUALITY

CHECK = "dataset"


def quality_checks(partitions: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """The results of all checks on exactly these tables, and the fingerprint that ties them to these tables.

    What fails is kept, too: the blocking check comes after the value, so that an engineer finds the results.
    """
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
        check_specs=[
            dg.AssetCheckSpec(
                CHECK,
                asset=QUALITY,
                blocking=True,
                description="Great Expectations: coverage, ranges, counts and fill rates against the last release.",
            )
        ],
    )
    def quality_checks(
        context: dg.AssetExecutionContext,
        publisher: dg.ResourceParam[Publisher],
        data_docs: dg.ResourceParam[DataDocs],
        readings: Collection,
        **frames: pd.DataFrame,
    ) -> Iterator[dg.Output[Quality] | dg.AssetCheckResult]:
        content = Content.of(readings, frames)
        of_tables = [result for found in table_results(content).values() for result in found]
        try:
            last = publisher.previous(context.partition_key)
        except Refused as refusal:
            raise dg.Failure(str(refusal), allow_retries=False) from None
        of_dataset = dataset_results(content, last, publisher.withdrawn, data_docs.path)
        quality = Quality(results=[*of_tables, *of_dataset], fingerprint=content.fingerprint())
        yield dg.Output(quality, metadata={"dagster/row_count": len(quality.results), "failed": len(quality.failures)})
        yield verdict(of_dataset, asset=QUALITY, check=CHECK)

    return quality_checks
