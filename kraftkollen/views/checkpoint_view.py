"""The evaluation after one year as a reader meets it: days left, readiness, each criterion with its evidence, decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kraftkollen.model.criterion import Criterion, Judgement, Part, StatusCode
from kraftkollen.model.programme import Programme
from kraftkollen.model.verdict import VerdictCode
from kraftkollen.programme.checkpoint import Assessed, Checkpoint, Timing, checkpoint
from kraftkollen.programme.checkpoint_figures import Basis, EvidenceKind, Item, Outcome
from kraftkollen.programme.overlaps import overlaps
from kraftkollen.views.checkpoint_items import ItemNames
from kraftkollen.views.reading import Reading
from kraftkollen.views.register_names import covers
from kraftkollen.words.checkpoint import MONEY_FIGURES, part_name, share_text, status_sentence, status_word
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
    """A criterion in words. `sentence` is the computed text that a person approves before it is published."""

    criterion: Criterion
    part: str
    what: str
    whose: str
    status: StatusCode
    status_word: str
    figure: str
    threshold: str
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
    """What a body has decided after the evaluation, with who, when, reference and dissent."""

    subject: str
    outcome: str
    decision: str
    day: str
    bodies: str
    reference: str
    dissent: str
    note: str


@dataclass(frozen=True)
class CheckpointView:
    """The evaluation, ready to be drawn or printed."""

    on: date
    days: str
    readiness: str
    budget: str
    rows: tuple[CriterionRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    decided: tuple[DecidedRow, ...]
    found: Checkpoint

    @property
    def missing(self) -> tuple[tuple[CriterionRow, Evidence], ...]:
        """Everything that is missing, each with its criterion."""
        return tuple((row, one) for row in self.rows for one in row.missing)


def checkpoint_of(reading: Reading, programme: Programme, on: date, outcomes: tuple[Outcome, ...]) -> Checkpoint:
    """Return the evaluation of a programme on a day, given the verdicts on its interventions."""
    found = overlaps(programme.interventions, programme.overlap_answers, covers(reading), on)
    return checkpoint(Basis(programme, on, programme.programme.start, found, outcomes))


def checkpoint_view(reading: Reading, programme: Programme, on: date, outcomes: tuple[Outcome, ...]) -> CheckpointView:
    """Return the evaluation in words.

    Parameters
    ----------
    programme
        The reading's own, or an earlier one.
    outcomes
        The verdicts on the interventions' primary indicators: `views.outcomes.outcomes`.
    """
    found = checkpoint_of(reading, programme, on, outcomes)
    names = ItemNames(reading, programme)
    return CheckpointView(
        on=on,
        days=_days(reading, found.timing),
        readiness=_readiness(reading, found),
        budget=_budget(reading, found.timing),
        rows=tuple(_row(reading, names, one) for one in found.assessed),
        outcomes=tuple(_outcome(reading, names, one) for one in outcomes),
        decided=tuple(_decided(reading, names, found)),
        found=found,
    )


def _days(reading: Reading, timing: Timing) -> str:
    if timing.day is None or timing.days_left is None:
        return reading.words("No start is set, so no day for the evaluation.")
    return reading.counted(
        "The evaluation is on {at}: {count} day left.",
        "The evaluation is on {at}: {count} days left.",
        timing.days_left,
        at=day(timing.day),
    )


def _readiness(reading: Reading, found: Checkpoint) -> str:
    if not found.assessed:
        return reading.words("No criteria are set.")
    if not found.counted:
        return reading.words("Every criterion belongs to a module that is not used.")
    said = reading.words("{ready} of {all} criteria have evidence.", ready=len(found.with_evidence), all=len(found.counted))
    unused = len(found.assessed) - len(found.counted)
    if unused:
        said += " " + reading.counted("{count} is not used.", "{count} are not used.", unused)
    missing = len(found.missing)
    return said + (
        " " + reading.counted("{count} thing is missing.", "{count} things are missing.", missing) if missing else ""
    )


def _budget(reading: Reading, timing: Timing) -> str:
    if timing.budget is None:
        return reading.words(
            "The calendar has no coming day for a budget: nobody can say whether the evaluation comes in time."
        )
    at = day(timing.budget.day)
    if timing.in_time is None or timing.latest_useful is None:
        return reading.words("The next budget is decided on {at}.", at=at)
    if timing.in_time:
        return reading.words("The next budget is decided on {at}: the evaluation comes in time for it.", at=at)
    return reading.words(
        "The next budget is decided on {at}, before anybody can act on the evaluation. It would have to be ready by {latest}.",
        at=at,
        latest=day(timing.latest_useful),
    )


def _row(reading: Reading, names: ItemNames, one: Assessed) -> CriterionRow:
    language, criterion = reading.language, one.criterion
    figure = _figure(reading, one)
    return CriterionRow(
        criterion=criterion,
        part=part_name(criterion.part, language),
        what=criterion.what.in_language(language),
        whose=_whose(reading, names, criterion),
        status=one.status,
        status_word=status_word(one.status, language),
        figure=figure,
        threshold=_threshold(reading, criterion),
        sentence=status_sentence(criterion, one.status, figure, language),
        judgements=tuple(_judgement(reading, names, judged) for judged in one.judgements),
        evidence=tuple(_evidence(names, item) for item in one.measured.evidence),
        missing=tuple(_evidence(names, item) for item in one.measured.missing),
    )


def _figure(reading: Reading, one: Assessed) -> str:
    found, language = one.measured, reading.language
    if found.share is None:
        return ""
    of = (found.counted, found.whole)
    if one.criterion.figure in MONEY_FIGURES:
        part, whole = (kronor(amount, language) for amount in of)
        return reading.words("{share} ({part} of {whole})", share=share_text(found.share, language), part=part, whole=whole)
    return reading.words("{part} of {whole}", part=of[0], whole=of[1])


def _threshold(reading: Reading, criterion: Criterion) -> str:
    met, partly = (share_text(one, reading.language) for one in (criterion.met, criterion.partly))
    if criterion.less_is_better:
        said = reading.words("met up to {met}, partly up to {partly}", met=met, partly=partly)
    else:
        said = reading.words("met from {met}, partly from {partly}", met=met, partly=partly)
    decided = criterion.decided or reading.words("a proposal; not decided")
    return f"{said} ({decided})"


def _whose(reading: Reading, names: ItemNames, criterion: Criterion) -> str:
    said = [names.body(one) for one in criterion.whose]
    said += [criterion.also.in_language(reading.language)] if criterion.also else []
    said += [reading.words("our own inference")] if criterion.ours else []
    return ", ".join(said)


def _judgement(reading: Reading, names: ItemNames, judged: Judgement) -> str:
    return reading.words(
        "{body} judges otherwise ({at}): {status}. {why}",
        body=names.body(judged.body),
        at=day(judged.day),
        status=status_word(judged.status, reading.language),
        why=judged.why.in_language(reading.language),
    )


def _evidence(names: ItemNames, item: Item) -> Evidence:
    whose = names.body(item.whose) if item.whose else names.reading.words("nobody is named")
    return Evidence(item.kind, item.id, names.title(item), whose)


def _outcome(reading: Reading, names: ItemNames, one: Outcome) -> OutcomeRow:
    found = next(each for each in names.programme.interventions if each.id == one.intervention)
    defined = reading.version.catalogue.indicators.get(found.primary_indicator or "")
    return OutcomeRow(
        one.intervention,
        found.name.in_language(reading.language),
        defined.title.in_language(reading.language) if defined else "",
        _verdict(reading, one),
        one.verdict,
    )


def _verdict(reading: Reading, one: Outcome) -> str:
    words = {
        VerdictCode.CLEAR: reading.words("a clear difference from the comparison areas"),
        VerdictCode.SIGNS: reading.words("signs of a difference"),
        VerdictCode.CANNOT_TELL: reading.words("cannot be told"),
        VerdictCode.NONE_LARGER_THAN: reading.words("no visible difference larger than the one that matters"),
    }
    if one.verdict is not None:
        said = words[one.verdict]
        if one.right_way is not None and one.verdict in (VerdictCode.CLEAR, VerdictCode.SIGNS):
            return said + (reading.words(", the expected way") if one.right_way else reading.words(", not the expected way"))
        return said
    if one.first_readable is not None:
        return reading.words("too early: can be read first on {at}", at=day(one.first_readable))
    return reading.words("the figures do not suffice for a comparison")


def _decided(reading: Reading, names: ItemNames, found: Checkpoint) -> Iterable[DecidedRow]:
    for one in found.decisions:
        decision = next(each for each in names.programme.decisions if each.id == one.decision)
        outcome = {
            "continue": reading.words("continue"),
            "adjust": reading.words("adjust"),
            "stop": reading.words("stop"),
        }[one.outcome]
        yield DecidedRow(
            subject=names.called(one.subject) if one.subject else reading.words("The model as a whole"),
            outcome=outcome,
            decision=decision.id,
            day=day(decision.day) if decision.day else reading.words("date not known"),
            bodies=", ".join(names.body(body) for body in decision.bodies),
            reference=decision.reference or "",
            dissent=names.dissent(decision),
            note=one.note.in_language(reading.language) if one.note else "",
        )


def by_part(rows: Iterable[CriterionRow]) -> tuple[tuple[Part, tuple[CriterionRow, ...]], ...]:
    """Return the rows of each part, in the order of the parts; a part without criteria is left out."""
    listed = tuple(rows)
    parts = ((part, tuple(one for one in listed if one.criterion.part is part)) for part in Part)
    return tuple((part, mine) for part, mine in parts if mine)
