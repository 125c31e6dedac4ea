"""Many plan files for tests: the five bundled texts under names of their own."""

from __future__ import annotations

from pathlib import Path

import own_plans

FILES = own_plans.files()


def copies(folder: Path, number: int) -> list[Path]:
    """That many files under names of their own, each one of the five texts."""
    folder.mkdir()
    files = [folder / f"{number:03d}-{FILES[number % 5].name}" for number in range(number)]
    for number, file in enumerate(files):
        file.write_bytes(FILES[number % 5].read_bytes())
    return files
