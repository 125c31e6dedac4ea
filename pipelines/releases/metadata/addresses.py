"""Where a release and its parts are: addresses on the web where the package knows its own, else relative to the document.

The release itself has an id of its own (`urn:uuid:…`) that holds without any address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

Package = Mapping[str, Any]  # a Data Package descriptor, as `datapackage.descriptor` makes it


class File(NamedTuple):
    """One file of the data or the texts, with what the descriptor says of it and of the resource it belongs to."""

    path: str  # relative to the release, as it is on disk
    format: str
    mediatype: str
    bytes: int
    sha256: str
    about: Mapping[str, Any]  # title, title_zh, description, description_zh
    licence: Mapping[str, Any]
    is_source: bool  # the text of a plan, under no licence of ours


def files(package: Package) -> Iterator[File]:
    """Every file that the descriptor lists: each resource, the same in other formats, then files that hold all tables."""
    for resource in package["resources"]:
        licence = (resource.get("licenses") or package["licenses"])[0]
        for file in (resource, *resource.get("alternatives", [])):
            yield _file(file, resource, licence, "licenses" in resource)
    for file in package.get("composites", []):
        yield _file(file, package, package["licenses"][0], False)


def _file(file: Mapping[str, Any], about: Mapping[str, Any], licence: Mapping[str, Any], is_source: bool) -> File:
    digest = str(file["hash"]).removeprefix("sha256:")
    return File(file["path"], file["format"], file["mediatype"], file["bytes"], digest, about, licence, is_source)


def tables(package: Package) -> list[Mapping[str, Any]]:
    """The resources that are tables."""
    return [resource for resource in package["resources"] if "schema" in resource]


def address(package: Package, path: str = "") -> str:
    """An IRI for a path of the release; for the release's folder where none is given."""
    return f"{package.get('url', '')}{quote(path)}" or "./"


def part(package: Package, document: str, name: str) -> str:
    """An IRI for something that a document speaks of and that is no file."""
    return f"{address(package, document) if 'url' in package else ''}#{quote(name)}"


def release(package: Package) -> str:
    """An IRI for this version of the package; its page on the web, which has the address, is another thing."""
    return f"{package['url']}#dataset" if "url" in package else str(package["version_id"])


def identifier(package: Package) -> str:
    """What the release is cited by: its DOI, its address, or the id of the version."""
    return f"https://doi.org/{package['doi']}" if "doi" in package else str(package.get("url") or package["version_id"])


def previous(package: Package) -> str | None:
    """An IRI for the version before this one, as `release` makes it; None for the first."""
    if "previous_version" not in package:
        return None
    if "url" in package:
        return f"{package['homepage']}{package['previous_version']}/#dataset"
    return str(package["previous_version_id"])


def published(source: Mapping[str, Any]) -> str | None:
    """The day on which a plan came out: the one under the issuer's name, else that of printing. None where the text states
    neither; the day on which a meeting approved it is another thing."""
    return source.get("issued_on") or source.get("printed_on")


def released(package: Package) -> str:
    """The day of the release, YYYY-MM-DD."""
    return str(package["created"])[:10]


def agents(package: Package, role: str) -> list[str]:
    """The names of those who have a role in the package."""
    return [person["title"] for person in package["contributors"] if role in person["roles"]]
