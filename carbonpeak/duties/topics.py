"""The topic of a task: one of the ten actions of the municipal plan, `governance` or `overall`, from words of its titles."""

from __future__ import annotations

from functools import lru_cache

from carbonpeak import datafiles

TOPICS = (
    "energy",
    "efficiency",
    "industry",
    "buildings",
    "transport",
    "circular_economy",
    "technology",
    "carbon_sink",
    "public_action",
    "regional_pilot",
    "governance",
    "overall",
)


@lru_cache(maxsize=1)
def _words() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """For each title that is looked at, the topics in order with their words."""
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for row in datafiles.rows("topics"):
        table.setdefault(row["looks_at"], []).append((row["topic"], tuple(row["words"].split())))
    return table


def _named(text: str | None, looks_at: str) -> str | None:
    if text:
        for topic, words in _words()[looks_at]:
            if any(word in text for word in words):
                return topic
    return None


@lru_cache(maxsize=4096)
def topic(action_title: str | None, title: str | None, category: str) -> str:
    """The topic of a task by the title of its action (an action of the plan is about one thing), else by its own title.

    `category` is that of the task: a `safeguard` is always `governance`.
    """
    if category == "safeguard":
        return "governance"
    return _named(title, "title first") or _named(action_title, "action") or _named(title, "title") or "overall"
