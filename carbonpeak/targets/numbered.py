"""The numbers of a sentence in the groups that are read together, without those inside titles and names or before a rise."""

from __future__ import annotations

from carbonpeak.targets.clauses import Sentence
from carbonpeak.targets.lists import asides_last, grouped, outside_titles, without_names
from carbonpeak.targets.quantities import Quantity, scan
from carbonpeak.targets.rises import Rise, is_start, reached, rises


def groups_of(sentence: Sentence) -> tuple[list[list[Quantity]], dict[int, Rise]]:
    """The groups in order, and what rises from where to where: 由2020年的70%提高到74%. The periods of the sentence no longer hold
    those that say from where."""
    text = sentence.text
    quantities = scan(text, sentence.start, sentence.end, sentence.bases)
    if not quantities:
        return [], {}
    if "《" in text[sentence.start : sentence.end]:
        quantities = outside_titles(sentence, quantities)
    quantities = asides_last(text, without_names(text, quantities))
    rise = rises(text, sentence.start, sentence.end)
    if rise:
        quantities = reached(quantities, rise)
        sentence.periods = [one for one in sentence.periods if not is_start(one.start, rise)]
    return grouped(text, quantities), rise
