"""What `carbonpeak extract` costs on very many files: time with all cores and with one process, peak memory.

The files are the five bundled texts under other names, so that every plan but the first of each has to be called after
its file, which is more work than different plans are. Memory is the proportional set size of the command and all its
processes, looked at twenty times a second, so Linux is needed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
FEW, MANY = 500, 2000
GROWTH = 1.5  # times as much memory for four times the files would be memory that grows with them


class Cost(NamedTuple):
    seconds: float
    megabytes: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--format", default="csv", choices=("csv", "parquet", "jsonl"))
    form = parser.parse_args().format
    with tempfile.TemporaryDirectory() as folder:
        files = copies(Path(folder) / "in", MANY)
        out = Path(folder) / "out"
        few = run(files[:FEW], out, form)
        many = run(files, out, form)
        alone = run(files, out, form, "--jobs", "1")
    cores = len(os.sched_getaffinity(0))
    print(f"{FEW:>6} files, all {cores} cores  {few.seconds:6.1f} s  {few.megabytes:5.0f} MB")
    print(f"{MANY:>6} files, all {cores} cores  {many.seconds:6.1f} s  {many.megabytes:5.0f} MB")
    print(f"{MANY:>6} files, one process  {alone.seconds:6.1f} s  {alone.megabytes:5.0f} MB")
    print(f"speed against one process: {alone.seconds / many.seconds:.2f}")
    growth = many.megabytes / few.megabytes
    print(f"memory for {MANY} against {FEW} files: {growth:.2f} (at most {GROWTH})")
    return 0 if growth <= GROWTH else 1


def copies(folder: Path, number: int) -> list[Path]:
    folder.mkdir()
    texts = [path.read_bytes() for path in sorted((ROOT / "plans").glob("*.txt"))]
    files = [folder / f"plan-{place:05d}.txt" for place in range(number)]
    for place, file in enumerate(files):
        file.write_bytes(texts[place % len(texts)])
    return files


def run(files: list[Path], out: Path, form: str, *options: str) -> Cost:
    """One run of the command in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "carbonpeak.extraction.extract",
        *map(str, files),
        "--out",
        str(out),
        "--format",
        form,
        *options,
    ]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, memory(process.pid))
        time.sleep(0.05)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"the command ended with {process.returncode}")
    return Cost(seconds, peak)


def memory(root: int) -> float:
    """The megabytes that a process and all below it hold; memory that they share counts once."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:  # it ended meanwhile
                continue
            children.setdefault(parent, []).append(int(entry.name))
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


if __name__ == "__main__":
    sys.exit(main())
