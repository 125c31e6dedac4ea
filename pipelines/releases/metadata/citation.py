"""How a release is cited: CITATION.cff 1.2 for citation managers, a sentence and BibTeX for papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from pipelines.releases.metadata import addresses
from pipelines.releases.metadata.addresses import Package
from pipelines.releases.metadata.languages import line, paragraphs

DOCUMENT = "CITATION.cff"
HEAD = "# How to cite this release, for citation managers (Citation File Format 1.2).\n"
Node = dict[str, Any]

_BIBTEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}"} | {sign: f"\\{sign}" for sign in "&%$#_"}


def sentence(package: Package) -> str:
    """The citation in words."""
    who = "; ".join(addresses.agents(package, "creator"))
    year = addresses.released(package)[:4]
    return (
        f"{who} ({year}). {package['title']} (version {package['version']}) [Data set]. {addresses.identifier(package)}"
    )


def sentence_zh(package: Package) -> str:
    """The citation in words, as Chinese papers write it (GB/T 7714)."""
    who = ", ".join(addresses.agents(package, "creator"))
    title, version, year = package["title_zh"], package["version"], addresses.released(package)[:4]
    return f"{who}. {title}（{version} 版）[DS]. {year}. {addresses.identifier(package)}"


def bibtex(package: Package) -> str:
    """The citation as an entry of BibTeX."""
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in addresses.agents(package, "creator")),
        "title": f"{{{_escaped(package['title'])}}}",
        "year": addresses.released(package)[:4],
        "version": package["version"],
        "type": "Data set",
    }
    if "doi" in package:
        fields["doi"] = package["doi"]
    if "url" in package:
        fields["url"] = package["url"]
    fields["note"] = f"{package['version_id']}, {package['fingerprint']}"
    lines = [f"  {key} = {{{value}}}" for key, value in fields.items()]
    return "\n".join([f"@misc{{{package['name']}-{package['version']},", ",\n".join(lines), "}"])


def _escaped(text: str) -> str:
    return "".join(_BIBTEX.get(sign, sign) for sign in text)


def text(package: Package) -> str:
    """The content of CITATION.cff: YAML in a fixed order."""
    return HEAD + yaml.safe_dump(cff(package), allow_unicode=True, sort_keys=False, width=120)


def cff(package: Package) -> Node:
    """The same as plain values."""
    node: Node = {
        "cff-version": "1.2.0",
        "message": line(
            "Please cite this version of the data, and the plans themselves where you use their words.",
            "引用时请注明数据的版本；引用方案原文的，请同时注明方案。",
        ),
        "type": "dataset",
        "title": line(package["title"], package["title_zh"]),
        "abstract": paragraphs(package["description"], package["description_zh"]),
        "authors": [{"name": name} for name in addresses.agents(package, "creator")],
        "version": package["version"],
        "date-released": addresses.released(package),
        "license": package["licenses"][0]["name"],
        "identifiers": [
            _identifier(package["version_id"], "This version", "本版本"),
            _identifier(package["id"], "All versions", "所有版本"),
            _identifier(package["fingerprint"], "Fingerprint of the tables and texts", "数据表与文本的指纹"),
        ],
        "keywords": package["keywords"],
    }
    if "doi" in package:
        node["doi"] = package["doi"]
    if "url" in package:
        node["url"] = package["url"]
    if "contact" in package:
        way = package["contact"]
        reach = {"email": way["email"]} if "email" in way else {"website": way["path"]}
        node["contact"] = [{"name": addresses.agents(package, "publisher")[0], **reach}]
    node["references"] = [_reference(source) for source in package["sources"]]
    return node


def _identifier(value: str, english: str, chinese: str) -> Node:
    return {"type": "other", "value": value, "description": line(english, chinese)}


def _reference(source: Mapping[str, Any]) -> Node:
    """A plan as a work that the data was read from."""
    issuers = source.get("issuer", "发文机关未载明 (issuer not stated)").split("；")
    node: Node = {
        "type": "government-document",
        "title": source["title"],
        "authors": [{"name": name} for name in issuers],
        "copyright": line(source["rights"], source["rights_zh"]),
        "languages": ["zh"],
    }
    if "document_number" in source:
        node["number"] = source["document_number"]
    if published := addresses.published(source):
        node["date-released"] = published
    return node
