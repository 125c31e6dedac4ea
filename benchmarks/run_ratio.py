"""What `carbonpeak run` costs beside the least that its libraries cost, measured alternately in one go.

The floor, in a process of its own: ten trivial Dagster assets in-process, the import of Great Expectations, and one
validation each by pandera, Great Expectations and Frictionless on a small table. The run: the bundled plans, read,
checked and released into an empty folder, on a Dagster instance that exists already.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 1.5

FLOOR = """
import pathlib, sys
import dagster as dg

def trivial(number):
    @dg.asset(name=f"asset_{number}")
    def asset():
        return number
    return asset

assert dg.materialize([trivial(number) for number in range(10)]).success

import pandas as pd
frame = pd.DataFrame({"key": ["a", "b"], "value": [1, 2]})

import pandera.pandas as pa
pa.DataFrameSchema({"key": pa.Column(str, unique=True), "value": pa.Column(int)}).validate(frame)

import great_expectations as gx
batch = gx.get_context(mode="ephemeral").data_sources.add_pandas("pandas").add_dataframe_asset("frame")
batch = batch.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
assert batch.validate(gx.expectations.ExpectColumnValuesToNotBeNull(column="key")).success

from frictionless import validate
path = pathlib.Path(sys.argv[1]) / "small.csv"
frame.to_csv(path, index=False)
assert validate(path.name, basepath=sys.argv[1]).valid
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DAGSTER_HOME": f"{folder}/home",
            "DAGSTER_DISABLE_TELEMETRY": "1",
            "GX_ANALYTICS_ENABLED": "false",
        }
        published = Path(folder, "published")
        run = [sys.executable, "-m", "pipelines.cli", "run", "--published", str(published)]
        floor = [sys.executable, "-c", FLOOR, folder]
        times: dict[str, list[float]] = {"floor": [], "run": []}
        for round_number in range(rounds + 1):  # the first one warms up
            for name, command in (("floor", floor), ("run", run)):
                shutil.rmtree(published, ignore_errors=True)
                seconds = _seconds(command, environment)
                if round_number:
                    times[name].append(seconds)
    ratios = [run / floor for run, floor in zip(times["run"], times["floor"], strict=True)]
    for name, seconds in times.items():
        print(f"{name:6} {statistics.median(seconds):6.2f} s  ({min(seconds):.2f}-{max(seconds):.2f})")
    ratio = statistics.median(ratios)
    print(f"ratio  {ratio:6.2f}    ({min(ratios):.2f}-{max(ratios):.2f}), limit {LIMIT}")
    return 0 if ratio <= LIMIT else 1


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
