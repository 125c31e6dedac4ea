"""How a release comes to be: built aside, compared, checked, and then there at once or not at all."""

from __future__ import annotations

import datetime
from pathlib import Path

from assets.ports import Content, Outcome, Quality, Refused
from carbonpeak.registry import CollectionEntry
from pipelines import lock
from pipelines.releases import building, catalogue, changes, checksums, comparing, snapshots, versioning
from pipelines.releases.store import Store, StoreError
from validations import package_gate
from validations.results import CheckResult, failures


def publish(
    store: Store, entry: CollectionEntry, content: Content, quality: Quality, date: str | None, wait: float
) -> Outcome:
    """Release the content as the next version of the package, unless it is what the last release holds.

    `date` (YYYY-MM-DD) is the release's date, today in UTC when None; `wait` the seconds to wait for another writer.
    Raises Refused, with nothing changed, when a file was left out, a gate failed, the gates looked at other content, the
    last release was altered, or another run holds the lock.
    """
    _refuse_unless_checked(content, quality)
    try:
        with lock.held(store.lock, f"releasing {entry.package}", wait):
            return _release(store, entry, content, quality, date)
    except (lock.Busy, catalogue.CatalogueError, StoreError) as error:
        raise Refused(f"no release: {error}") from None
    except OSError as error:
        where = error.filename or store.where
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


def _release(store: Store, entry: CollectionEntry, content: Content, quality: Quality, date: str | None) -> Outcome:
    store.clean()
    released_before = store.releases()
    for one in released_before:
        _refuse_if_altered(store, one)
    last = released_before[-1] if released_before else None
    said = snapshots.of_release(store.folder(last)) if last else None
    comparison = comparing.Comparison(())
    if last and said:
        comparison = comparing.compare(said, building.snapshot(entry, content.frames, content.texts))
        if comparison.level is versioning.Level.NONE:
            old = store.folder(last)
            return Outcome(False, last.version, old, f"{store.where}/{last.path}", [], _gate(old))
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
    frames = building.build(store.building, edition)
    checks = _gate(store.building)
    listed = catalogue.Entry(
        version=edition.version,
        released=edition.released,
        path=edition.version,
        level=comparison.level.word if last else "initial",
        changes=told,
        rows={name: len(frame) for name, frame in frames.items()},
        checksums_sha256=checksums.sha256(store.building / checksums.CHECKSUMS),
    )
    store.add(entry.package, listed, released_before)
    return Outcome(True, listed.version, store.folder(listed), f"{store.where}/{listed.path}", told, checks)


def _refuse_if_altered(store: Store, entry: catalogue.Entry) -> None:
    altered = store.altered(entry)
    if altered:
        raise Refused(
            f"no release: {store.where}/{entry.path}/{altered[0]} is not what was released as {entry.version}"
            f"{f' (nor are {len(altered) - 1} more files)' if len(altered) > 1 else ''}. Restore it from version control."
        )


def _gate(folder: Path) -> list[CheckResult]:
    checks = package_gate.check(folder)
    at_fault = failures(checks)
    if at_fault:
        details = "\n".join(item.describe() for item in at_fault)
        raise Refused(f"no release, because the package is not valid (kept for a look in {folder}):\n{details}", checks)
    return checks
