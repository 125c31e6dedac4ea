"""The list of releases as an Atom feed (RFC 4287), for whoever wants to be told of the next one.

It is made from the list of releases alone and knows no address: identifiers are URNs, links are relative to the feed.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from pipelines.releases.catalogue import Entry
from pipelines.releases.metadata.datapackage import NAMESPACE

FILE_NAME = "feed.xml"
_ATOM = "http://www.w3.org/2005/Atom"
_AUTHOR = "carbonpeak"
ET.register_namespace("", _ATOM)


def atom(package: str, entries: Sequence[Entry]) -> bytes:
    """The feed of a package's releases (one at least, oldest first), the newest at its top; same releases, same bytes."""
    feed = ET.Element(_name("feed"))
    _text(feed, "id", f"urn:uuid:{uuid.uuid5(NAMESPACE, package)}")
    _text(feed, "title", package)
    _text(feed, "updated", _moment(entries[-1]))
    _text(ET.SubElement(feed, _name("author")), "name", _AUTHOR)
    _link(feed, "self", FILE_NAME, "application/atom+xml")
    for one in reversed(entries):
        feed.append(_entry(package, one))
    ET.indent(feed)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="utf-8") + b"\n"


def _entry(package: str, release: Entry) -> ET.Element:
    entry = ET.Element(_name("entry"))
    _text(entry, "id", f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{package}/{release.version}')}")
    _text(entry, "title", f"{package} {release.version}")
    _text(entry, "updated", _moment(release))
    ET.SubElement(entry, _name("category"), term=release.level)
    _link(entry, "alternate", f"{release.path}/README.md", "text/markdown")
    _link(entry, "related", f"{release.path}/datapackage.json", "application/json")
    _text(entry, "content", "\n".join([*release.changes, *(release.changes_zh or ())])).set("type", "text")
    return entry


def _moment(release: Entry) -> str:
    return f"{release.released}T00:00:00Z"


def _name(tag: str) -> str:
    return f"{{{_ATOM}}}{tag}"


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, _name(tag))
    child.text = text
    return child


def _link(parent: ET.Element, relation: str, href: str, kind: str) -> None:
    ET.SubElement(parent, _name("link"), rel=relation, href=href, type=kind)
