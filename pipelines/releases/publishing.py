"""How a release comes to be: built aside, compared, checked, and then there at once or not at all."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assets.ports import Content, Outcome, Quality, Refused
from carbonpeak.plans.registry import CollectionEntry
from pipelines import lock
from pipelines.releases import building, catalogue, changes, checksums, comparing, provenance, snapshots, versioning
from pipelines.releases.store import Store, StoreError
from pipelines.releases.versioning import STABLE_VERSION
from validations import package_gate
from validations.results import CheckResult, failures


@dataclass(frozen=True)
class Terms:
    """On what terms to release: the date (YYYY-MM-DD; today in UTC when None), the hash over what the content was made
    from, whether a person declares the model stable, and the seconds to wait for another writer."""

    date: str | None = None
    inputs: str | None = None
    stable: bool = False
    wait: float = 60.0


def publish(store: Store, entry: CollectionEntry, content: Content, quality: Quality, terms: Terms) -> Outcome:
    """Release the content as the next version of the package, unless it is what the last release holds.

    Declared stable it is 1.0.0, be there anything new or not. Raises Refused, with nothing changed, when a file was left
    out, a gate failed, the gates looked at other content, a release was altered or would be written again, the date is
    before the last one's, 1.0.0 has been declared already, or another run holds the lock.
    """
    _refuse_unless_checked(content, quality)
    try:
        with lock.held(store.lock, f"releasing {entry.package}", terms.wait):
            return _release(store, entry, content, quality, terms)
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
        raise Refused(
            "no release: the checks looked at other tables than these, or by other rules. Run the whole job again."
        )
    unchecked = content.frames.keys() - {result.table for result in quality.results}
    if unchecked:
        raise Refused(f"no release: no check looked at {', '.join(sorted(unchecked))}. Run the whole job again.")


def _release(store: Store, entry: CollectionEntry, content: Content, quality: Quality, terms: Terms) -> Outcome:
    store.clean()
    store.tell(entry.package)
    released_before = store.releases()
    for one in released_before:
        _refuse_if_altered(store, one)
    last = released_before[-1] if released_before else None
    said = snapshots.of_release(store.folder(last)) if last else None
    comparison = comparing.Comparison(())
    if last and said:
        comparison = comparing.compare(said, building.snapshot(entry, content.frames, content.texts))
        if comparison.level is versioning.Level.NONE and not terms.stable:
            old = store.folder(last)
            return Outcome(False, last.version, old, f"{store.where}/{last.path}", [], _gate(old))
    version = _version(released_before, comparison.level, terms.stable)
    told = changes.notes(comparison if last else None, version)

    edition = building.Edition(
        entry=entry,
        frames=content.frames,
        texts=content.texts,
        results=quality.results,
        version=version,
        released=_date(terms.date, last),
        last_version=last.version if last else None,
        last=said,
    )
    frames = building.build(store.building, edition)
    checks = _gate(store.building)
    listed = catalogue.Entry(
        version=version,
        released=edition.released,
        path=version,
        level="declared" if terms.stable else comparison.level.word if last else "initial",
        changes=told,
        rows={name: len(frame) for name, frame in frames.items()},
        checksums_sha256=checksums.sha256(store.building / checksums.CHECKSUMS),
        previous=edition.last_version,
        croissant=comparison.croissant.word if last else None,
        counts=changes.counts(comparison),
        causes=changes.causes(comparison),
        changes_zh=changes.notes(comparison if last else None, version, "zh"),
        inputs=terms.inputs,
        code=provenance.code(),
        environment=provenance.environment(),
    )
    store.add(entry.package, listed, released_before)
    store.tell(entry.package)
    return Outcome(True, listed.version, store.folder(listed), f"{store.where}/{listed.path}", told, checks)


def _date(given: str | None, last: catalogue.Entry | None) -> str:
    """The date of the next release: as given, else today. Releases come one after the other, so it is never before the
    last one's; a clock that is behind counts as standing still."""
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    if last is None or (given or today) >= last.released:
        return given or today
    if given is None:
        return last.released
    raise Refused(f"no release: {given} is before {last.released}, the date of {last.version}. Give a later --date.")


def _version(before: Sequence[catalogue.Entry], level: versioning.Level, stable: bool) -> str:
    """The number of the next release; a number that was given is never given again."""
    version = versioning.next_version(before[-1].version if before else None, level) if not stable else STABLE_VERSION
    listed = [one.version for one in before]
    if stable and any(versioning.parts(one) >= versioning.parts(STABLE_VERSION) for one in listed):
        raise Refused(f"no release: {listed[-1]} is out, so {STABLE_VERSION} was declared before. Use carbonpeak run.")
    if version in listed or version in [one.path for one in before]:
        raise Refused(
            f"no release: {version} would follow {listed[-1]}, but was released already. A release is never written "
            f"again; restore {catalogue.FILE_NAME} from version control, it is out of order."
        )
    return version


def _refuse_if_altered(store: Store, entry: catalogue.Entry) -> None:
    altered = store.altered(entry)
    if altered:
        raise Refused(
            f"no release: {store.where}/{entry.path}/{altered[0]} is not what was released as {entry.version}"
            f"{f' (nor are {len(altered) - 1} more files)' if len(altered) > 1 else ''}. Restore the release from version control."
        )


def _gate(folder: Path) -> list[CheckResult]:
    checks = package_gate.check(folder)
    at_fault = failures(checks)
    if at_fault:
        details = "\n".join(item.describe() for item in at_fault)
        raise Refused(f"no release, because the package is not valid (kept for a look in {folder}):\n{details}", checks)
    return checks
