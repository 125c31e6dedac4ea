"""The second stage: every plan of a collection read, once, by `carbonpeak`."""

from collections.abc import Iterator

import dagster as dg

from assets.common import OWNERS
from assets.ports import PlanSource, left_out_lines
from carbonpeak.errors import PlanError
from carbonpeak.plans.collection import Collection

NAME = "readings"
CHECK = "every_file_is_read"


def readings(partitions: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """All records of all plans, and their texts. A file that cannot be read is left out and named, the others are read.

    The check is not blocking, so that the good plans go on to be checked; it is the release that refuses.
    """

    @dg.asset(
        name=NAME,
        partitions_def=partitions,
        deps=["plan_files"],
        description="What the reader found in the plans: the records of every table, and the texts they point into.",
        group_name="plans",
        kinds={"python"},
        owners=OWNERS,
        check_specs=[dg.AssetCheckSpec(CHECK, asset=NAME, description="Every registered file could be read.")],
    )
    def readings(
        context: dg.AssetExecutionContext, plans: dg.ResourceParam[PlanSource]
    ) -> Iterator[dg.Output[Collection] | dg.AssetCheckResult]:
        try:
            collection = plans.read(context.partition_key)
        except PlanError as error:
            raise dg.Failure(str(error), allow_retries=False) from None
        left_out = left_out_lines(collection)
        if not collection.texts:
            reasons = "; ".join(left_out) or "none is registered"
            raise dg.Failure(f"no plan of {context.partition_key} could be read: {reasons}", allow_retries=False)
        yield dg.Output(
            collection,
            metadata={
                "plans": len(collection.tables["plans"]),
                "documents": len(collection.texts),
                "characters": sum(map(len, collection.texts.values())),
                "left_out": dg.MetadataValue.json(left_out),
                "warnings": dg.MetadataValue.json(collection.warnings),
            },
        )
        yield dg.AssetCheckResult(
            passed=not left_out, check_name=CHECK, metadata={"left_out": dg.MetadataValue.json(left_out)}
        )

    return readings
