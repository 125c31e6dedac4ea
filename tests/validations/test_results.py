"""The shape in which gates speak, the table that is published of it, and the dictionary."""

from __future__ import annotations

import pytest
from tiny_dataset import context_of, frames_of, records

from validations import dictionary, expectations, package_gate, pandera_gate, schemas
from validations.previous import Previous
from validations.results import CheckResult, FailingRow, failures, quality_rows
from validations.tables import frame


def result(name: str, passed: bool = False, severity: str = "error", rows: int = 0) -> CheckResult:
    samples = tuple(FailingRow(f"k{n}") for n in range(min(rows, 5)))
    return CheckResult(f"pandera.targets.{name}", "targets", "pandera", "it holds", severity, passed, rows, samples)


def test_only_a_failed_error_stops_a_release() -> None:
    results = [result("a"), result("b", severity="warning"), result("c", passed=True)]
    assert failures(results) == results[:1]


def test_rows_are_in_stable_order_and_doubles_are_refused() -> None:
    results = [result("b", rows=7), result("a", passed=True)]
    rows = quality_rows(results)
    assert rows == quality_rows(reversed(results))
    assert rows[1] == ("pandera.targets.b", "targets", "pandera", "it holds", "error", "failed", 7, "k0 k1 k2 k3 k4")
    assert rows[0][-2:] == (0, None)
    with pytest.raises(ValueError, match=r"two results are called pandera\.targets\.a"):
        quality_rows([*results, result("a")])


def test_the_results_of_all_gates_make_a_valid_table() -> None:
    frames = frames_of(records())
    context = context_of(frames)
    results = [item for table in frames for item in pandera_gate.check(table, frames[table], context)]
    results += expectations.run(frames, Previous(counts={"targets": 9}))
    results += package_gate.passing([*frames, "quality_checks"])
    made = frame("quality_checks", quality_rows(results))
    assert len(made) == len(results) > 300
    assert [item.describe() for item in pandera_gate.check("quality_checks", made) if not item.passed] == []


def test_a_description_says_what_where_and_how_many() -> None:
    text = result("a", rows=7).describe()
    assert text.splitlines()[0] == "targets: it holds: 7 rows at fault"
    assert "… and 2 more" in text
    assert result("a", passed=True).describe() == "targets: it holds: holds"


def test_the_committed_dictionary_is_up_to_date() -> None:
    committed = dictionary.PATH.read_text(encoding="utf-8")
    assert committed == dictionary.render(), "run python -m validations.dictionary and commit the file"


def test_the_dictionary_describes_every_table_and_column() -> None:
    text = dictionary.render()
    for table in schemas.table_names():
        section = text.partition(f"\n## {table}\n")[2].partition("\n## ")[0]
        for field in schemas.schema(table)["fields"]:
            line = next(line for line in section.splitlines() if line.lstrip("| *").startswith(f"`{field['name']}`"))
            assert field["title"]["zh"] in line and field["title"]["en"] in line
            for value in field["values"]:
                assert f"- `{value}`: " in section
