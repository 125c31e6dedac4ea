"""Rules that tie a table to other tables or to the texts: foreign keys, quotes at their offsets, counts that must agree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from validations.context import Context
from validations.results import ERROR, WARNING
from validations.rules import RULES, Linked, Rule, sentence
from validations.schemas import foreign_keys, values

LINKS: list[Rule] = []


def link(*tables: str, shows: tuple[str, ...] = (), severity: str = ERROR) -> Callable[[Linked], Linked]:
    """Enters a function of a frame and a context as a rule of the tables; its docstring says what must hold."""

    def enter(function: Linked) -> Linked:
        for table in tables:
            LINKS.append(Rule(table, function.__name__, sentence(function), severity, shows, function))
        return function

    return enter


def rules_of(table: str, linked: bool) -> list[Rule]:
    """The rules of a table; with `linked`, those that need a context, foreign keys first, as well."""
    own = [item for item in RULES if item.table == table]
    if not linked:
        return own
    return [*own, *_foreign_key_rules(table), *(item for item in LINKS if item.table == table)]


def _foreign_key_rules(table: str) -> list[Rule]:
    rules = []
    for own, other, theirs in foreign_keys(table):
        name = f"{'_'.join(own)}.foreign_key"
        check = f"{', '.join(own)}, where given, is a {', '.join(theirs)} of {other}"
        rules.append(Rule(table, name, check, ERROR, tuple(own), _refers(table, own, other, theirs)))
    return rules


def _refers(table: str, own: list[str], other: str, theirs: list[str]) -> Linked:
    def holds(frame: pd.DataFrame, context: Context) -> pd.Series[bool]:
        known = frame if other == table else context.frame(other)
        keys = set(known[theirs].itertuples(index=False, name=None))
        rows = frame[own].itertuples(index=False, name=None)
        # As in Frictionless: a key that is null altogether refers to nothing.
        return pd.Series([all(v is pd.NA for v in row) or row in keys for row in rows], index=frame.index, dtype=bool)

    return holds


def _halves(words: str) -> str:
    """The first and the last cell of a piece of a table, or a piece without cells as it is."""
    first, *others = words.split("\t")
    return first + others[-1] if others else first


def _at_offsets(
    frame: pd.DataFrame,
    plans: pd.Series[Any],
    column: str,
    context: Context,
    part: Callable[[str], str] = str,
) -> pd.Series[bool]:
    """Row by row: whether the column is the part of the plan's text at the row's offsets, squeezed."""
    texts = context.canonical_texts()
    rows = zip(plans, frame["char_start"], frame["char_end"], frame[column], strict=True)
    holds = []
    for plan, start, end, words in rows:
        text = texts.get(plan, "")
        stated = pd.notna(start) and pd.notna(end) and end <= len(text)
        holds.append(stated and context.squeeze(part(text[start:end])) == words)
    return pd.Series(holds, index=frame.index, dtype=bool)


@link("documents", shows=("characters",))
def text_has_its_length(frame: pd.DataFrame, context: Context) -> pd.Series[bool]:
    """The text of a canonical document has as many characters as stated."""
    rows = zip(frame["document_id"], frame["characters"], frame["is_canonical"].fillna(False), strict=True)
    holds = [not canonical or len(context.texts.get(document, "")) == size for document, size, canonical in rows]
    return pd.Series(holds, index=frame.index, dtype=bool)


@link("sections", "targets", "unread", shows=("char_end",))
def offsets_in_text(frame: pd.DataFrame, context: Context) -> pd.Series[bool]:
    """The offsets lie within the canonical document."""
    lengths = {plan: len(text) for plan, text in context.canonical_texts().items()}
    return (frame["char_end"] <= frame["plan_id"].map(lengths).astype("Int64")).fillna(False).astype(bool)


@link("targets", shows=("char_start", "char_end"))
def quote_at_offsets(frame: pd.DataFrame, context: Context) -> pd.Series[bool]:
    """The quote is what stands at its offsets, less white space and page furniture."""
    return _at_offsets(frame, frame["plan_id"], "quote", context)


@link("unread", shows=("char_start", "char_end"), severity=WARNING)
def number_at_offsets(frame: pd.DataFrame, context: Context) -> pd.Series[bool]:
    """The number is what stands at its offsets, less white space and page furniture."""
    return _at_offsets(frame, frame["plan_id"], "number", context)


@link("responsibilities", shows=("char_start", "char_end"), severity=WARNING)
def name_at_offsets(frame: pd.DataFrame, context: Context) -> pd.Series[bool]:
    """The name is what stands at its offsets, less white space, page furniture and the cells between its two halves."""
    # A row of a table that goes on after the end of a page may break a name in its last cell; the row's other cells
    # stand between the halves then.
    return _at_offsets(frame, frame["task_id"].str.split("/").str[0], "name_written", context, _halves)


@link("responsibilities", shows=("is_group",), severity=WARNING)
def group_is_a_group(frame: pd.DataFrame, context: Context) -> pd.Series[bool]:
    """An entry is a group exactly where its organization is one."""
    organizations = context.frame("organizations")
    kinds = dict(zip(organizations["org_id"], organizations["kind"], strict=True))
    rows = zip(frame["org_id"], frame["is_group"].fillna(False), strict=True)
    holds = [org is pd.NA or (kinds.get(org) == "group") == group for org, group in rows]
    return pd.Series(holds, index=frame.index, dtype=bool)


@link("organization_names", shows=("occurrences",), severity=WARNING)
def occurrences_agree(frame: pd.DataFrame, context: Context) -> pd.Series[bool]:
    """A form occurs as often as responsibilities have it."""
    counts = context.frame("responsibilities").groupby(["org_id", "name_written"]).size().to_dict()
    rows = zip(frame["org_id"], frame["name_written"], frame["occurrences"], strict=True)
    return pd.Series([counts.get((org, name), 0) == times for org, name, times in rows], index=frame.index, dtype=bool)


@link("comparison", shows=("value", "unit", "period_end"))
def comparison_agrees_with_target(frame: pd.DataFrame, context: Context) -> pd.Series[bool]:
    """A compared row says what its target says."""
    targets = context.frame("targets")
    shared = [column for column in frame.columns if column in targets.columns]
    known = set(targets[shared].itertuples(index=False, name=None))
    return pd.Series(
        [row in known for row in frame[shared].itertuples(index=False, name=None)], index=frame.index, dtype=bool
    )


@link("comparison", shows=("other_target_ids",))
def other_targets_exist(frame: pd.DataFrame, context: Context) -> pd.Series[bool]:
    """Each further target of a compared row is in targets."""
    known = set(context.frame("targets")["target_id"])
    return frame["other_target_ids"].map(lambda cell: known.issuperset(_listed(cell))).astype(bool)


@link("coverage", shows=("target_id", "other_target_ids"))
def coverage_names_all_targets(frame: pd.DataFrame, context: Context) -> pd.Series[bool]:
    """A pair of plan and indicator names every target of that plan and indicator once, and no other."""
    targets = context.frame("targets")
    known = targets.groupby(["plan_id", "indicator_id"])["target_id"].agg(sorted).to_dict()
    rows = frame[["plan_id", "indicator_id", "target_id", "other_target_ids"]].itertuples(index=False, name=None)
    holds = [
        sorted(_listed(first) + _listed(others)) == known.get((plan, indicator), [])
        for plan, indicator, first, others in rows
    ]
    return pd.Series(holds, index=frame.index, dtype=bool)


@link("coverage", shows=("state", "target_id"))
def state_is_what_a_target_shows(frame: pd.DataFrame, context: Context) -> pd.Series[bool]:
    """The state is what its target says, and no further target says more."""
    targets = context.frame("targets")
    says = (
        targets["measure"].map({"milestone": "stated_without_number", "assigned": "assigned_by_city"}).fillna("stated")
    )
    states = dict(zip(targets["target_id"], says, strict=True))
    ranks = {state: rank for rank, state in enumerate(values("coverage", "state"))}
    rows = zip(frame["state"].astype(str), frame["target_id"], frame["other_target_ids"], strict=True)
    holds = [
        first is pd.NA
        or (
            states.get(first) == state and all(ranks[state] <= ranks[states.get(one, state)] for one in _listed(others))
        )
        for state, first, others in rows
    ]
    return pd.Series(holds, index=frame.index, dtype=bool)


def _listed(cell: Any) -> list[str]:
    """The ids of a cell, which a space parts; none in an empty one."""
    return [] if cell is pd.NA else str(cell).split(" ")
