"""The reader beside two floors: how long it takes against what the machine needs for the least that such a tool must do.

    python benchmarks/reader_floors.py [--rounds 5] [--times 100]

Document by document over the plan texts of `plans/`: the plain floor reads, decodes, applies NFKC, searches a union of period,
quantity, list of responsible bodies and full stop, and writes the matches as CSV; the bare floor does the same without NFKC and
with a pattern led by a character class. The reader reads each document into all tables and writes them as CSV. The three
run in turn within each round; printed are the medians and the ratios of each round.
"""

from __future__ import annotations

import argparse
import csv
import re
import statistics
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from carbonpeak.extraction.csvtext import csv_text
from carbonpeak.plans.collection import copy_of, indicators, organizations
from carbonpeak.plans.comparison import comparable, compared, comparison_key
from carbonpeak.plans.coverage import coverage
from carbonpeak.plans.plan import read_plan
from carbonpeak.records import TABLES, Comparison

PLANS = Path(__file__).parents[1] / "plans"
UNION = (
    r"(?:到|至)?(?:19|20)\d\d年(?:前|起|底)?|“十[一二三四五六]五”(?:期间|末)?|\d+(?:\.\d+)?(?:%|万千瓦|万平方米|平方米|公里|公顷|个|家|座)"
    r"|责任单位[：:][^）)]*[）)]|。"
)
PLAIN = re.compile(UNION)
BARE = re.compile(
    r"[0-9“责到至。](?:(?<=[到至])(?:19|20)\d\d年(?:前|起|底)?|(?<=[0-9])[\d.]*(?:%|年|万千瓦|万平方米|平方米|公里|公顷|个|家|座)"
    r"|(?<=“)十[一二三四五六]五”(?:期间|末)?|(?<=责)任单位[：:][^）)]*[）)]|(?<=。))"
)


def floor(files: list[Path], out: Path, pattern: re.Pattern[str], fold: bool) -> None:
    """Reads, searches and writes; the least there is to do."""
    for number, path in enumerate(files):
        text = path.read_bytes().decode()
        if fold:
            text = unicodedata.normalize("NFKC", text)
        with (out / f"{number}.csv").open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows((found.start(), found[0]) for found in pattern.finditer(text))


def reader(files: list[Path], out: Path) -> None:
    """Reads each document as a plan of its own into all tables and writes them; what needs all plans is written at the end."""
    handles = {name: (out / f"{name}.csv").open("w", encoding="utf-8", newline="") for name in TABLES}
    candidates: list[Comparison] = []
    for number, path in enumerate(files):
        reading = read_plan([copy_of(path, f"{number}.txt", "plain-text", True)], str(number), None)
        bodies, names = organizations([reading])
        plan = reading.tables["plans"][0]
        covered = coverage(reading.plan_id, reading.tables["targets"])
        joined = {"organizations": bodies, "organization_names": names, "coverage": covered}
        for name, rows in {**reading.tables, **joined}.items():
            handles[name].write(csv_text(name, rows))
        for target in reading.tables["targets"]:
            candidates += comparable(plan, target)
    handles["comparison"].write(csv_text("comparison", list(compared(sorted(candidates, key=comparison_key)))))
    handles["indicators"].write(csv_text("indicators", indicators()))
    for handle in handles.values():
        handle.close()


def timed(work: Callable[[Path], None]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        work(Path(folder))
        return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--times", type=int, default=100)
    args = parser.parse_args()
    files = sorted(PLANS.glob("*.txt")) * args.times
    size = sum(path.stat().st_size for path in files) / 1e6
    works: dict[str, Callable[[Path], None]] = {
        "plain floor": lambda out: floor(files, out, PLAIN, True),
        "bare floor": lambda out: floor(files, out, BARE, False),
        "reader": lambda out: reader(files, out),
    }
    reader(files[:5], Path(tempfile.mkdtemp()))
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(args.rounds):
        for name, work in works.items():
            times[name].append(timed(work))
    for name, seconds in times.items():
        median = statistics.median(seconds)
        print(f"{name:12s} {median:7.3f} s   {size / median:7.1f} MB/s   of {len(files)} documents, {size:.1f} MB")
    for name, bound in (("plain floor", 1.0), ("bare floor", 6.0)):
        ratios = [a / b for a, b in zip(times["reader"], times[name], strict=True)]
        print(
            f"reader / {name}: {statistics.median(ratios):.2f}  (rounds {', '.join(f'{ratio:.2f}' for ratio in ratios)}; bound {bound})"
        )


if __name__ == "__main__":
    main()
