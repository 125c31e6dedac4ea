"""Which kind of store an address means."""

from __future__ import annotations

from pipelines import home
from pipelines.releases.store import Folder, Store, without_password


def place(folder: str, package: str) -> Store:
    """The store of a package in a folder of releases: a path, relative to the project, or a URL. Nothing is opened yet."""
    folder = folder.removeprefix("file://")
    if "://" not in folder:
        return Folder(home.ROOT / folder / package)
    from pipelines.releases.remote import Remote  # its library is slow to import

    return Remote(f"{folder.rstrip('/')}/{package}")


def address(folder: str) -> str:
    """A folder of releases as people may read it: a whole path, or a URL without its password."""
    folder = folder.removeprefix("file://")
    return str((home.ROOT / folder).resolve()) if "://" not in folder else without_password(folder)
