"""The last stage: the data package, released at once or not at all."""

from collections.abc import Iterator

import dagster as dg
import pandas as pd

from assets.common import OWNERS, table_inputs, verdict
from assets.ports import Content, Publisher, Quality, Refused
from carbonpeak.plans.collection import Collection

NAME = "data_package"
CHECK = "package"


def data_package(partitions: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """The release. It asks the gates' results itself: running this step alone does not slip past a failed check."""

    @dg.asset(
        name=NAME,
        partitions_def=partitions,
        ins=table_inputs(),
        description="The data package under `published/`: the tables in every format, the texts, what it says of itself; checked, versioned, final.",
        group_name="release",
        kinds={"frictionless", "csv", "parquet"},
        owners=OWNERS,
        check_specs=[
            dg.AssetCheckSpec(
                CHECK,
                asset=NAME,
                blocking=True,
                description="Frictionless: the files as written are a valid Data Package, hashes and foreign keys included.",
            )
        ],
    )
    def data_package(
        context: dg.AssetExecutionContext,
        publisher: dg.ResourceParam[Publisher],
        readings: Collection,
        quality_checks: Quality,
        **frames: pd.DataFrame,
    ) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult[None]]:
        try:
            outcome = publisher.publish(context.partition_key, Content.of(readings, frames), quality_checks)
        except Refused as refusal:
            if refusal.checks:
                yield verdict(refusal.checks, asset=NAME, check=CHECK)
            raise dg.Failure(str(refusal), allow_retries=False) from None
        yield verdict(outcome.checks, asset=NAME, check=CHECK)
        yield dg.MaterializeResult(
            metadata={
                "released": outcome.released,
                "version": outcome.version,
                "path": dg.MetadataValue.path(outcome.where),
                "changes": dg.MetadataValue.json(list(outcome.changes)),
            }
        )

    return data_package
