"""What is said of a list of comparison areas that is not the rule's: what was changed, why, and what the rule's list gives."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from kraftkollen.errors import UserError
from kraftkollen.model.comparison import ComparisonChange
from kraftkollen.model.intervention import Intervention
from kraftkollen.store.register import Recorded
from kraftkollen.views.effect_told import difference
from kraftkollen.views.effect_view import Answered, answer
from kraftkollen.views.intervention_values import Change
from kraftkollen.views.reading import Reading
from kraftkollen.views.register_names import Names
from kraftkollen.words.numbers import moment
from kraftkollen.words.problems import error_sentence
from kraftkollen.words.verdicts import p_text


@dataclass(frozen=True, slots=True)
class Listed:
    """What is taken out of the rule's list of comparison areas, and what is put into it."""

    removed: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OtherList:
    """Another list than the rule's, in words. `tried`: it stands in the address only, and not on record."""

    sentence: str
    by_rule: str
    tried: bool


def other_list(reading: Reading, answered: Answered, names: Mapping[str, str]) -> OtherList | None:
    """Return what is said of the list that an answer rests on; None where it is the rule's, and no other is on record."""
    question, words = answered.question, reading.words
    standing = reading.version.programme.comparison_change(question.intervention or "", question.indicator.id)
    on_record = Listed(frozenset(standing.removed), frozenset(standing.added)) if standing else Listed()
    mine = Listed(question.removed, question.added)
    if mine == on_record == Listed():
        return None
    changed = _changed(reading, mine, names)
    if standing is not None and mine == on_record:
        said = words(
            "The list of comparison areas has been changed by hand ({change}). Reason: {reason}",
            change=changed,
            reason=standing.reason,
        )
        return OtherList(said, _by_rule(reading, answered), tried=False)
    if mine == Listed():
        said = words("A trial with the rule's own list of comparison areas. On record is a list that has been changed by hand.")
        return OtherList(said, "", tried=True)
    said = words(
        "A trial with another list of comparison areas than the rule's ({change}). It is not on record.", change=changed
    )
    return OtherList(said, _by_rule(reading, answered), tried=True)


def _changed(reading: Reading, listed: Listed, names: Mapping[str, str]) -> str:
    parts = []
    if listed.removed:
        taken = ", ".join(names.get(one, one) for one in sorted(listed.removed))
        parts.append(reading.words("taken out by hand: {areas}", areas=taken))
    if listed.added:
        put = ", ".join(names.get(one, one) for one in sorted(listed.added))
        parts.append(reading.words("put in by hand: {areas}", areas=put))
    return "; ".join(parts)


def _by_rule(reading: Reading, answered: Answered) -> str:
    """Return what the rule's own list gives: nobody should have to ask for it."""
    try:
        found = answer(reading, replace(answered.question, removed=frozenset(), added=frozenset())).estimate
    except UserError as error:
        why = error_sentence(error, reading.language)
        return reading.words("With the rule's list nothing can be worked out: {why}", why=why)
    return reading.words(
        "With the rule's list the difference is {effect}: place {rank} of {places} by size, p = {p}.",
        effect=difference(found.effect, found, reading.language, answered.question.indicator),
        rank=found.rank,
        places=found.placebos + 1,
        p=p_text(found.p_value, reading.language),
    )


def list_changes(names: Names, one: Intervention, forms: Sequence[Recorded]) -> tuple[Change, ...]:
    """Return every change to a list of comparison areas, the newest first: when, by whom, why, what stood before and after.

    Parameters
    ----------
    forms
        Every form that the record of one intervention and indicator has had, the newest first.
    """
    earlier: list[Recorded | None] = [*forms[1:], None] if forms else []
    return tuple(_list_change(names, one, before, after) for after, before in zip(forms, earlier, strict=True))


def _list_change(names: Names, one: Intervention, before: Recorded | None, after: Recorded) -> Change:
    old, new = (_form(form.record.body) if form else None for form in (before, after))
    named = new or old
    label = names.reading.words(
        "comparison areas for {indicator}", indicator=names.indicator(named.indicator if named else None)
    )
    late = one.start is not None and one.start <= after.at.date()
    why = after.why or (new.reason if new else "")
    return Change(moment(after.at), after.by, why, label, _list(names, one, old), _list(names, one, new), late=late)


def _form(body: Mapping[str, Any] | None) -> ComparisonChange | None:
    try:
        return ComparisonChange.model_validate(body) if body else None
    except ValidationError:  # a form that an older version of the product took and this one does not
        return None


def _list(names: Names, one: Intervention, form: ComparisonChange | None) -> str:
    if form is None:
        return names.reading.words("the rule's list")
    called = {code: names.area(one.level, code) for code in (*form.removed, *form.added)}
    return _changed(names.reading, Listed(frozenset(form.removed), frozenset(form.added)), called)


def lists_on_record(one: Intervention, standing: Iterable[ComparisonChange]) -> tuple[str, ...]:
    """Return the indicators of an intervention whose list can have been changed: those of its plan, and those on record."""
    of_plan = one.plan.other_indicators if one.plan else ()
    changed = (change.indicator for change in standing if change.intervention == one.id)
    return tuple(name for name in dict.fromkeys((one.primary_indicator, *of_plan, *changed)) if name)
