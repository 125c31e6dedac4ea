"""The records a plan is read into: one named tuple a table, its fields in the published column order.

Only shapes live here. What a column means, its type and its constraints stand in `validations/schemas/`.
Plain tuples, because they are the cheapest thing Python can make and `csv` can write. Annotations are not postponed here:
NamedTuple would compile each of them when it is imported.
"""

from functools import cache

from carbonpeak.shape import NamedTuple

new = tuple.__new__  # new(Plan, (…)) makes a record, or any named tuple, at a third of what calling its class costs


class Plan(NamedTuple):
    plan_id: str
    district_code: str | None
    district_zh: str | None
    district_en: str | None
    title: str | None
    issuer: str | None
    document_number: str | None
    adopted_on: str | None  # ISO 8601 date
    issued_on: str | None
    printed_on: str | None
    superior_plan: str | None
    corrected: str | None = None  # the columns that a person corrected, joined by a space


class Document(NamedTuple):
    document_id: str
    plan_id: str
    path: str
    sha256: str
    bytes: int
    characters: int
    encoding: str | None
    rendition: str
    is_canonical: bool


class Section(NamedTuple):
    section_id: str
    plan_id: str
    path: str
    parent_path: str | None
    level: int
    number_written: str | None
    title: str | None
    kind: str
    text: str
    char_start: int
    char_end: int


class Task(NamedTuple):
    task_id: str
    plan_id: str
    path: str
    origin: str
    parent_task_id: str | None
    category: str
    action_title: str | None
    title: str | None
    text: str
    topic: str | None
    corrected: str | None = None


class Responsibility(NamedTuple):
    task_id: str
    position: int
    name_written: str
    role: str  # lead, support, listed
    org_id: str | None
    is_group: bool
    char_start: int
    char_end: int
    corrected: str | None = None


class Organization(NamedTuple):
    org_id: str
    plan_id: str | None
    name: str
    name_full: str | None
    kind: str
    function: str | None


class OrganizationName(NamedTuple):
    org_id: str
    name_written: str
    occurrences: int


class Target(NamedTuple):
    target_id: str
    plan_id: str
    path: str
    task_id: str | None
    annex_task_id: str | None
    indicator_id: str | None
    indicator: str | None
    scope: str | None
    measure: str
    direction: str | None
    comparator: str | None
    value: float | None
    value_max: float | None
    unit: str | None
    value_si: float | None
    value_max_si: float | None
    unit_si: str | None
    baseline_year: int | None
    baseline_value: float | None
    baseline_kind: str  # stated, inherited, none
    period_text: str | None
    period_start: int | None
    period_end: int | None
    modality: str
    nature: str | None  # binding, expected
    repeats: str | None  # the target_id of the same commitment in the body
    quote: str
    char_start: int
    char_end: int
    corrected: str | None = None


class Indicator(NamedTuple):
    indicator_id: str
    name_zh: str
    name_en: str
    definition_zh: str
    definition_en: str
    unit_si: str | None
    topic: str
    higher_is: str | None


class Discrepancy(NamedTuple):
    discrepancy_id: str
    plan_id: str
    kind: str  # renditions_differ, body_annex_differ, missing_value, unreadable
    path: str | None
    detail_a: str | None
    detail_b: str | None


class Unread(NamedTuple):
    unread_id: str
    plan_id: str
    path: str
    number: str
    sentence: str
    reason: str
    char_start: int
    char_end: int


class Comparison(NamedTuple):
    indicator_id: str
    plan_id: str
    district_code: str | None
    district_zh: str | None
    period_start: int | None
    period_end: int | None
    indicator: str | None
    scope: str | None
    measure: str
    direction: str | None
    comparator: str | None
    value: float | None
    value_max: float | None
    unit: str | None
    value_si: float | None
    value_max_si: float | None
    unit_si: str | None
    baseline_year: int | None
    modality: str
    not_comparable: str | None  # in what it differs from the usual form of its group, joined by a space
    target_id: str
    other_target_ids: str | None  # further targets of the same indicator, district and deadline, joined by a space


class Coverage(NamedTuple):
    plan_id: str
    indicator_id: str
    state: str  # stated, stated_without_number, assigned_by_city, silent
    target_id: str | None
    other_target_ids: str | None  # further targets of the same indicator and plan, joined by a space


TABLES: dict[str, type[tuple[object, ...]]] = {
    "plans": Plan,
    "documents": Document,
    "sections": Section,
    "tasks": Task,
    "responsibilities": Responsibility,
    "organizations": Organization,
    "organization_names": OrganizationName,
    "targets": Target,
    "indicators": Indicator,
    "discrepancies": Discrepancy,
    "unread": Unread,
    "comparison": Comparison,
    "coverage": Coverage,
}


@cache
def columns(table: str) -> dict[str, str]:
    """The columns of a table in order, each with the Python type of its values: str, int, float, bool."""
    return {name: annotation(table, name).split(" ")[0] for name in TABLES[table].__annotations__}


def annotation(table: str, column: str) -> str:
    """The Python type of a column as the record writes it: `float | None`."""
    kind = TABLES[table].__annotations__[column]
    return kind.__name__ if isinstance(kind, type) else str(kind)
