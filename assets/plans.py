"""The first stage: the plan files as they lie under plans/, before anybody reads them."""

import hashlib

import dagster as dg

from assets.common import OWNERS
from assets.ports import PlanSource


def plan_files(partitions: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """The registered files with size and hash; the data version changes when, and only when, a file's content does."""

    @dg.asset(
        partitions_def=partitions,
        description="The plan texts as received, as `plans/plans.yaml` registers them: what comes in.",
        group_name="plans",
        kinds={"text"},
        owners=OWNERS,
    )
    def plan_files(
        context: dg.AssetExecutionContext, plans: dg.ResourceParam[PlanSource]
    ) -> dg.MaterializeResult[None]:
        files = list(plans.files(context.partition_key))
        digest = hashlib.sha256(repr([(file.path, file.plan_id, file.sha256) for file in files]).encode()).hexdigest()
        return dg.MaterializeResult(
            data_version=dg.DataVersion(digest),
            metadata={
                "files": dg.TableMetadataValue(
                    records=[
                        dg.TableRecord(
                            {
                                "path": file.path,
                                "plan_id": file.plan_id,
                                "bytes": -1 if file.bytes is None else file.bytes,
                                "sha256": file.sha256 or "missing",
                            }
                        )
                        for file in files
                    ],
                    schema=dg.TableSchema.from_name_type_dict(
                        {"path": "string", "plan_id": "string", "bytes": "integer", "sha256": "string"}
                    ),
                )
            },
        )

    return plan_files
