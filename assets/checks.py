"""What stands between the stages: asset checks that call the gates and show which rows are at fault."""

from collections.abc import Iterator, Sequence

import dagster as dg
import pandas as pd
from carbonpeak.clean import squeeze
from carbonpeak.collection import Collection
from validations import pandera_gate
from validations.results import CheckResult, failures

from assets.common import QUALITY, reader_tables, table_inputs
from assets.ports import Quality, left_out_lines


def every_file_is_read() -> dg.AssetChecksDefinition:
    """Fails when a registered file was left out. Not blocking: the other plans go on; the release itself refuses."""

    @dg.asset_check(asset="readings", description="Every registered file could be read.")
    def every_file_is_read(readings: Collection) -> dg.AssetCheckResult:
        left_out = left_out_lines(readings)
        return dg.AssetCheckResult(passed=not left_out, metadata={"left_out": dg.MetadataValue.json(left_out)})

    return every_file_is_read


def tables_hold() -> dg.AssetChecksDefinition:
    """One blocking check a table. One step for all, so that every table speaks up even when another one fails."""
    specs = [
        dg.AssetCheckSpec(
            "schema",
            asset=name,
            blocking=True,
            additional_deps=["readings"],
            description="pandera: types, nulls, patterns, keys, rules across columns; quotes stand at their offsets.",
        )
        for name in reader_tables()
    ]

    @dg.multi_asset_check(
        name="tables_hold", specs=specs, can_subset=True, ins={**table_inputs(), "readings": dg.AssetIn("readings")}
    )
    def tables_hold(
        context: dg.AssetCheckExecutionContext, readings: Collection, **frames: pd.DataFrame
    ) -> Iterator[dg.AssetCheckResult]:
        given = pandera_gate.Context(frames=frames, texts=readings.texts, squeeze=squeeze)
        for key in sorted(context.selected_asset_check_keys):
            name = key.asset_key.to_user_string()
            yield verdict(pandera_gate.check(name, frames[name], given), asset=name, check="schema")

    return tables_hold


def dataset_holds() -> dg.AssetChecksDefinition:
    """One blocking check on the tables together, from the results that are published as a table."""

    engine = "great_expectations"

    @dg.asset_check(
        asset=QUALITY,
        name="dataset",
        blocking=True,
        description="Great Expectations over the tables together: coverage, counts and fill rates against the last release, ranges.",
    )
    def dataset_holds(quality_checks: Quality) -> dg.AssetCheckResult:
        results = [result for result in quality_checks.results if result.engine == engine]
        return verdict(results, asset=QUALITY, check="dataset")

    return dataset_holds


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
