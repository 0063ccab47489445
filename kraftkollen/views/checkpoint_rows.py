"""The rows of the evaluation after one year in words: criteria with their evidence, verdicts, what was decided of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from kraftkollen.model.criterion import CheckpointDecision, Criterion, Judgement, StatusCode
from kraftkollen.model.decision import Decision
from kraftkollen.model.verdict import VerdictCode
from kraftkollen.programme.checkpoint import Assessed, Checkpoint
from kraftkollen.programme.checkpoint_basis import EvidenceKind, Item, Outcome
from kraftkollen.programme.problem_picture import runs
from kraftkollen.views.checkpoint_items import ItemNames
from kraftkollen.words.checkpoint import (
    MONEY_FIGURES,
    part_name,
    share_text,
    status_sentence,
    status_word,
    what_is_counted,
)
from kraftkollen.words.numbers import day, kronor


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that a figure rests on or lacks: what it is called, where it stands, and whose it is to provide."""

    kind: EvidenceKind
    id: str
    title: str
    whose: str


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion in words. `sentence` is the computed text that a person approves before it is published.

    `threshold` is what is enough, with the decision or that it is a proposal; `limits` the same without that.
    """

    criterion: Criterion
    part: str
    what: str
    whose: str
    status: StatusCode
    status_word: str
    figure: str
    counted: str
    threshold: str
    limits: str
    sentence: str
    judgements: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    missing: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """The verdict on a primary indicator in words, or when it can be read first."""

    intervention: str
    name: str
    indicator: str
    verdict: str
    code: VerdictCode | None


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """What a body has decided of the model or an intervention, with who, when, reference and dissent; empty until one has."""

    subject: str
    outcome: str
    decision: str
    day: str
    bodies: str
    reference: str
    dissent: str
    note: str


def criterion_row(names: ItemNames, one: Assessed) -> CriterionRow:
    """Return a criterion in words."""
    language, criterion = names.reading.language, one.criterion
    figure = _figure(names, one)
    return CriterionRow(
        criterion=criterion,
        part=part_name(criterion.part, language),
        what=criterion.what.in_language(language),
        whose=_whose(names, criterion),
        status=one.status,
        status_word=status_word(one.status, language),
        figure=figure,
        counted=what_is_counted(criterion.figure, language),
        threshold=_threshold(names, criterion),
        limits=_limits(names, criterion),
        sentence=status_sentence(criterion, one.status, figure, language),
        judgements=tuple(_judgement(names, judged) for judged in one.judgements),
        evidence=tuple(_evidence(names, item) for item in one.measured.evidence),
        missing=tuple(_evidence(names, item) for item in one.measured.missing),
    )


def _figure(names: ItemNames, one: Assessed) -> str:
    found, language, words = one.measured, names.reading.language, names.reading.words
    if found.share is None:
        return ""
    numbers = (found.counted, found.whole)
    if one.criterion.figure not in MONEY_FIGURES:
        return words("{part} of {whole}", part=numbers[0], whole=numbers[1])
    part, whole = (kronor(amount, language) for amount in numbers)
    share = share_text(found.share, language, (one.criterion.met, one.criterion.partly))
    return words("{share} ({part} of {whole})", share=share, part=part, whole=whole)


def _limits(names: ItemNames, criterion: Criterion) -> str:
    words = names.reading.words
    met, partly = (share_text(one, names.reading.language) for one in (criterion.met, criterion.partly))
    if criterion.less_is_better:
        return words("met up to {met}, partly up to {partly}", met=met, partly=partly)
    return words("met from {met}, partly from {partly}", met=met, partly=partly)


def _threshold(names: ItemNames, criterion: Criterion) -> str:
    decided = criterion.decided or names.reading.words("a proposal; not decided")
    return f"{_limits(names, criterion)} ({decided})"


def _whose(names: ItemNames, criterion: Criterion) -> str:
    said = [names.body(one) for one in criterion.whose]
    said += [criterion.also.in_language(names.reading.language)] if criterion.also else []
    said += [names.reading.words("our own inference")] if criterion.ours else []
    return ", ".join(said)


def _judgement(names: ItemNames, judged: Judgement) -> str:
    language = names.reading.language
    function = f", {judged.function.in_language(language)}" if judged.function else ""
    return names.reading.words(
        "{body} judges otherwise ({at}): {status}. {why}",
        body=names.body(judged.body) + function,
        at=day(judged.day),
        status=status_word(judged.status, language),
        why=judged.why.in_language(language),
    )


def _evidence(names: ItemNames, item: Item) -> Evidence:
    return Evidence(item.kind, item.id, names.title(item), names.whose(item))


def outcome_row(names: ItemNames, one: Outcome) -> OutcomeRow:
    """Return a verdict in words."""
    found = next(each for each in names.programme.interventions if each.id == one.intervention)
    defined = names.reading.version.catalogue.indicators.get(found.primary_indicator or "")
    return OutcomeRow(
        one.intervention,
        found.name.in_language(names.reading.language),
        defined.title.in_language(names.reading.language) if defined else "",
        _verdict(names, one),
        one.verdict,
    )


def _verdict(names: ItemNames, one: Outcome) -> str:
    words = names.reading.words
    if one.verdict is None:
        if one.first_readable is not None:
            return words("too early: can be read first on {at}", at=day(one.first_readable))
        return words("the figures do not suffice for a comparison")
    said = {
        VerdictCode.CLEAR: words("a clear difference from the comparison areas"),
        VerdictCode.SIGNS: words("signs of a difference"),
        VerdictCode.CANNOT_TELL: words("cannot be told"),
        VerdictCode.NONE_LARGER_THAN: words("no visible difference larger than the one that matters"),
    }[one.verdict]
    if one.right_way is not None and one.verdict in (VerdictCode.CLEAR, VerdictCode.SIGNS):
        return said + (words(", the expected way") if one.right_way else words(", not the expected way"))
    return said


def decided_rows(names: ItemNames, found: Checkpoint) -> tuple[DecidedRow, ...]:
    """Return what bodies have decided, in the order of the register."""
    by_id = {one.id: one for one in names.programme.decisions}
    return tuple(_decided(names, one, by_id[one.decision]) for one in found.decisions)


def _decided(names: ItemNames, one: CheckpointDecision, decision: Decision) -> DecidedRow:
    words = names.reading.words
    outcome = {"continue": words("continue"), "adjust": words("adjust"), "stop": words("stop")}[one.outcome]
    return DecidedRow(
        subject=_subject(names, one.subject),
        outcome=outcome,
        decision=decision.id,
        day=day(decision.day) if decision.day else words("date not known"),
        bodies=", ".join(names.body(body) for body in decision.bodies),
        reference=decision.reference or "",
        dissent=names.dissent(decision),
        note=one.note.in_language(names.reading.language) if one.note else "",
    )


def undecided(names: ItemNames, found: Checkpoint) -> Iterable[str]:
    """Yield what no body has decided of yet: the model as a whole, then each intervention that goes on."""
    done = {one.subject for one in found.decisions}
    going_on = (one.id for one in names.programme.interventions if runs(one, found.on))
    yield from (_subject(names, one) for one in (None, *going_on) if one not in done)


def _subject(names: ItemNames, subject: str | None) -> str:
    return names.called(subject) if subject else names.reading.words("The model as a whole")
