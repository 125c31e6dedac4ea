"""How a release comes to be: built aside, compared, checked, and then there at once or not at all."""

from __future__ import annotations

import datetime
import os
import shutil
from pathlib import Path

from assets.ports import Content, Outcome, Quality, Refused
from carbonpeak.registry import CollectionEntry
from pipelines import lock
from pipelines.releases import building, catalogue, changes, checksums, comparing, snapshots, versioning
from validations import package_gate
from validations.results import CheckResult, failures

STAGING = ".staging"


def publish(
    package_dir: Path, entry: CollectionEntry, content: Content, quality: Quality, date: str | None, wait: float
) -> Outcome:
    """Release the content as the next version of the package, unless it is what the last release holds.

    `date` (YYYY-MM-DD) is the release's date, today in UTC when None; `wait` the seconds to wait for another writer.
    Raises Refused, with nothing changed, when a file was left out, a gate failed, the gates looked at other content, the
    last release was altered, or another run holds the lock.
    """
    _refuse_unless_checked(content, quality)
    staging = package_dir.parent / STAGING / entry.package
    try:
        with lock.held(staging.with_suffix(".lock"), f"releasing {entry.package}", wait):
            return _release(package_dir, staging, entry, content, quality, date)
    except (lock.Busy, catalogue.CatalogueError) as error:
        raise Refused(str(error)) from None
    except OSError as error:
        where = error.filename or staging
        raise Refused(
            f"no release: {where}: {error.strerror}. See to the folder or the disk, then run again."
        ) from None


def _refuse_unless_checked(content: Content, quality: Quality) -> None:
    if content.left_out:
        raise Refused(f"no release, because files were left out: {'; '.join(content.left_out)}")
    if quality.failures:
        raise Refused("no release, because checks failed:\n" + "\n".join(item.describe() for item in quality.failures))
    if quality.fingerprint != content.fingerprint():
        raise Refused("no release: the checks looked at other tables than these. Run the whole job again.")


def _release(
    package_dir: Path, staging: Path, entry: CollectionEntry, content: Content, quality: Quality, date: str | None
) -> Outcome:
    shutil.rmtree(staging, ignore_errors=True)  # what a killed run left behind
    for released_before in catalogue.releases(package_dir):
        _refuse_if_altered(package_dir / released_before.path, released_before)
    last = catalogue.latest(package_dir)
    said = snapshots.of_release(package_dir / last.path) if last else None
    comparison = comparing.Comparison(())
    if last and said:
        comparison = comparing.compare(said, building.snapshot(entry, content.frames, content.texts))
        if comparison.level is versioning.Level.NONE:
            old = package_dir / last.path
            return Outcome(False, last.version, old, [], _gate(old))
    told = changes.lines(comparison) if last else ["first release"]

    edition = building.Edition(
        entry=entry,
        frames=content.frames,
        texts=content.texts,
        results=quality.results,
        version=versioning.next_version(last.version if last else None, comparison.level),
        released=date or datetime.datetime.now(datetime.UTC).date().isoformat(),
        last_version=last.version if last else None,
        last=said,
    )
    frames = building.build(staging, edition)
    checks = _gate(staging)
    target = package_dir / edition.version
    _appear(staging, target)
    listed = catalogue.Entry(
        version=edition.version,
        released=edition.released,
        path=edition.version,
        level=comparison.level.word if last else "initial",
        changes=told,
        rows={name: len(frame) for name, frame in frames.items()},
        checksums_sha256=checksums.sha256(target / checksums.CHECKSUMS),
    )
    catalogue.add(package_dir, entry.package, listed)
    return Outcome(True, edition.version, target, told, checks)


def _refuse_if_altered(folder: Path, entry: catalogue.Entry) -> None:
    altered = checksums.altered(folder, entry.checksums_sha256)
    if altered:
        raise Refused(
            f"no release: {folder / altered[0]} is not what was released as {entry.version}"
            f"{f' (nor are {len(altered) - 1} more files)' if len(altered) > 1 else ''}. Restore it from version control."
        )


def _gate(folder: Path) -> list[CheckResult]:
    checks = package_gate.check(folder)
    at_fault = failures(checks)
    if at_fault:
        details = "\n".join(item.describe() for item in at_fault)
        raise Refused(f"no release, because the package is not valid (kept for a look in {folder}):\n{details}", checks)
    return checks


def _appear(staging: Path, target: Path) -> None:
    # A folder that is not in the list of releases is what a run left that was killed between its last two steps.
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    os.rename(staging, target)
