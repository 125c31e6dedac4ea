"""What exists: the Dagster assets, one file a stage, from the plan files to the released data package.

Each asset is a few lines around the reader, a table's schema or a gate, and carries its own checks. When and where they
run is decided elsewhere.
"""

from __future__ import annotations

import dagster as dg

from assets import package, plans, quality, readings, tables


def build(partitions: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """All assets, upstream first, for the collections that `partitions` names."""
    return [
        plans.plan_files(partitions),
        readings.readings(partitions),
        tables.tables(partitions),
        quality.quality_checks(partitions),
        package.data_package(partitions),
    ]
