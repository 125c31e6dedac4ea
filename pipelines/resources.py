"""What assets reach the world through: the folder plans come from and the folder releases go to."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pandas as pd
from pydantic import Field

from assets.ports import Content, Outcome, PlanFile, Quality, Refused
from carbonpeak.plans import corrections, registry
from carbonpeak.plans.collection import Collection, read_collection
from pipelines.home import ROOT
from pipelines.releases import publishing
from pipelines.releases.catalogue import CatalogueError
from pipelines.releases.formats.tabular import released_tables
from pipelines.releases.places import address, place
from pipelines.releases.store import Store, StoreError


class PlanStore(dg.ConfigurableResource):
    """The plans as received. A relative folder counts from the project."""

    folder: str = "plans"

    @property
    def path(self) -> Path:
        return ROOT / self.folder

    def collections(self) -> list[str]:
        """Names of all registered collections. Raises PlanError when the registry cannot be read."""
        return list(registry.load(self.path).collections)

    def plan_ids(self) -> set[str]:
        """Ids of all registered plans. Raises PlanError when the registry cannot be read."""
        return {plan.plan_id for one in registry.load(self.path).collections.values() for plan in one.plans}

    def files(self, collection: str) -> Iterator[PlanFile]:
        """Every file registered for a collection, in registry order."""
        for plan in registry.load(self.path).collections[collection].plans:
            for rendition in plan.renditions:
                file = self.path / rendition.path
                content = file.read_bytes() if file.is_file() else None
                yield PlanFile(
                    path=rendition.path,
                    plan_id=plan.plan_id,
                    bytes=None if content is None else len(content),
                    sha256=None if content is None else hashlib.sha256(content).hexdigest(),
                )

    def digest(self, collection: str) -> str:
        """A hash over all that a collection's tables are made from: its entry, the contents of its files, the corrections.

        Raises PlanError when the registry cannot be read.
        """
        entry = registry.load(self.path).collections[collection]
        corrected = self.path / corrections.FILE
        parts = [repr(entry), *(str(file.sha256) for file in self.files(collection))]
        digest = hashlib.sha256("\n".join(parts).encode())
        if corrected.is_file():
            digest.update(corrected.read_bytes())
        return digest.hexdigest()

    def read(self, collection: str) -> Collection:
        """All plans of a collection, read. Files that cannot be read are in its `left_out`."""
        return read_collection(self.path, collection)


class Publisher(dg.ConfigurableResource):
    """The releases. `folder` is a path, a relative one counts from the project, or a URL of any kind that fsspec knows;
    `date` is the release's date, today when not given; `stable` declares 1.0.0.
    """

    plans: PlanStore
    folder: str = "published"
    date: str | None = None
    stable: bool = False
    wait: float = 60.0  # seconds to wait for another run that is releasing
    withdrawn: list[str] = Field(default_factory=list)  # plans of the last release that a person has taken out

    @property
    def where(self) -> str:
        """The place of all releases in words, with no password in it."""
        return address(self.folder)

    def store(self, collection: str) -> Store:
        """Where all releases of a collection's package are."""
        return place(self.folder, self._entry(collection).package)

    def previous(self, collection: str) -> dict[str, pd.DataFrame] | None:
        """The tables of the last release by name, or None when there is none. Raises Refused when they cannot be read."""
        store = self.store(collection)
        try:
            releases = store.releases()
            if not releases:
                return None
            return released_tables(store.folder(releases[-1]))
        except (CatalogueError, StoreError) as error:
            raise Refused(str(error)) from None
        except (OSError, ValueError) as error:
            raise Refused(
                f"{store.where}/{releases[-1].path}: cannot be read ({error}). Restore the release from version control."
            ) from None

    def publish(self, collection: str, content: Content, quality: Quality) -> Outcome:
        """Release the content, unless it is what the last release holds. Raises Refused when there can be no release."""
        terms = publishing.Terms(
            date=self.date, inputs=self.plans.digest(collection), stable=self.stable, wait=self.wait
        )
        return publishing.publish(self.store(collection), self._entry(collection), content, quality, terms)

    def _entry(self, collection: str) -> registry.CollectionEntry:
        return registry.load(self.plans.path).collections[collection]


class DocsFolder(dg.ConfigurableResource):
    """Where Great Expectations writes its pages for the engineer. None: nowhere. A relative folder counts from the project."""

    folder: str | None = None

    @property
    def path(self) -> Path | None:
        return ROOT / self.folder if self.folder else None
