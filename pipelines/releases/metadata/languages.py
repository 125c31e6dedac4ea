"""A text in English and Chinese, as the standards can carry it: tagged where they know languages, else one after the other."""

from __future__ import annotations

Tagged = dict[str, str]


def tagged(english: str | None, chinese: str | None) -> list[Tagged]:
    """The text in JSON-LD, once a language; what there is none of is left out."""
    both = ((english, "en"), (chinese, "zh"))
    return [{"@value": text, "@language": language} for text, language in both if text]


def chinese(text: str) -> Tagged:
    """A Chinese text in JSON-LD."""
    return {"@value": text, "@language": "zh"}


def paragraphs(english: str, chinese: str) -> str:
    """Both in one text, where a standard takes one text and knows no language of it."""
    return f"{english}\n\n{chinese}"


def line(english: str, chinese: str) -> str:
    """Both in one line, for a title or a name."""
    return f"{english} · {chinese}"
