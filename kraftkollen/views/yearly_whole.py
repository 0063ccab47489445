"""The whole of a year in the yearly evaluation: the five sentences, and what they rest on in tables."""

from collections import Counter

from kraftkollen.development import LEVEL
from kraftkollen.model.criterion import StatusCode
from kraftkollen.model.modules import Module
from kraftkollen.model.verdict import VerdictCode
from kraftkollen.model.yearly import Evidence, Paragraph, Section, Table
from kraftkollen.programme.decisions import lacking
from kraftkollen.views.yearly_basis import Basis, Row, of_money, of_place, table
from kraftkollen.views.yearly_verdicts import verdict_table
from kraftkollen.words.checkpoint import status_word


def five(basis: Basis) -> tuple[Paragraph, ...]:
    """Return the year in five sentences: done, developed, put down to it, paid, organised. Each with its evidence."""
    return (_done(basis), _developed(basis), _verdicts(basis), _money(basis), _organised(basis))


def whole_section(basis: Basis) -> Section:
    """Return the tables that the five sentences rest on."""
    tables = [_done_table(basis), _moved_table(basis)]
    if basis.uses(Module.EFFECTS):
        title = basis.words("Verdicts on every intervention that has named an indicator in advance")
        tables += [_verdict_counts(basis), verdict_table(basis, "verdicts", title, basis.read)]
    return Section("whole", basis.words("The year as a whole"), tables=tuple(tables))


def _counts(basis: Basis) -> dict[str, int]:
    own = [one for one in basis.running if not one.city_wide]
    return {
        "interventions": len(own),
        "processes": len(basis.running) - len(own),
        "started": sum(one.start is not None and one.start >= basis.first for one in basis.running),
        "ended": sum(one.end is not None and basis.first <= one.end <= basis.last for one in basis.running),
    }


def _done(basis: Basis) -> Paragraph:
    counts = _counts(basis)
    said = basis.words(
        "{interventions} and {processes} were under way in {year}; {started} began and {ended} ended.",
        interventions=basis.counted("{count} intervention", "{count} interventions", counts["interventions"]),
        processes=basis.counted("{count} city-wide process", "{count} city-wide processes", counts["processes"]),
        year=basis.year,
        started=counts["started"],
        ended=counts["ended"],
    )
    return Paragraph(said, ("done",), Evidence("insatser"))


def _done_table(basis: Basis) -> Table:
    labels = {
        "interventions": basis.words("Interventions under way"),
        "processes": basis.words("City-wide processes under way"),
        "started": basis.words("Began in the year"),
        "ended": basis.words("Ended in the year"),
    }
    rows = (Row(key, (labels[key], str(count)), Evidence("insatser")) for key, count in _counts(basis).items())
    title = basis.words("What was under way in {year}", year=basis.year)
    return table("done", title, [basis.words("What"), basis.words("Number")], rows, numbers=(1,))


def _moved(basis: Basis) -> tuple[int, int, int]:
    every = basis.movers.values()
    return sum(len(one.right) for one in every), sum(len(one.wrong) for one in every), sum(one.read for one in every)


def _developed(basis: Basis) -> Paragraph:
    right, wrong, read = _moved(basis)
    if not read:
        return Paragraph(basis.words("No development can be read in any priority area yet."), ("moved",), Evidence("omraden"))
    said = basis.words(
        "Of {count} developments that can be read in the priority areas, {right} went the right way and {wrong} the wrong way "
        "by more than chance alone; about {chance} would do so by chance all the same.",
        count=read,
        right=right,
        wrong=wrong,
        chance=round(read * (1 - LEVEL)),
    )
    return Paragraph(said, ("moved",), Evidence("omraden"))


def _moved_table(basis: Basis) -> Table:
    headers = [
        basis.words("Priority area"),
        basis.words("Can be read"),
        basis.words("The right way"),
        basis.words("The wrong way"),
        basis.words("Moved; no way is better"),
        basis.words("By chance alone, about"),
    ]
    rows = [
        Row(
            key,
            (one.place.name, *map(str, (one.read, len(one.right), len(one.wrong), len(one.neither), one.by_chance))),
            of_place(key),
        )
        for key, one in basis.movers.items()
    ]
    right, wrong, read = _moved(basis)
    neither = sum(len(one.neither) for one in basis.movers.values())
    numbers = (read, right, wrong, neither, round(read * (1 - LEVEL)))
    rows.append(Row("total", (basis.words("All of them"), *map(str, numbers))))
    title = basis.words(
        "Indicators that have moved by more than chance from the baseline to the end of {year}", year=basis.year
    )
    note = basis.words("Development, not effect: nothing here is compared with what would have happened otherwise.")
    return table("moved", title, headers, rows, numbers=range(1, 6), note=note)


def _codes(basis: Basis) -> Counter[str]:
    return Counter(one.outcome.verdict.value if one.outcome.verdict else "none" for one in basis.read)


def _verdicts(basis: Basis) -> Paragraph:
    evidence = Evidence("effektutvardering")
    if not basis.uses(Module.EFFECTS):
        return Paragraph(basis.words("Evaluation of effects is not used here."), (), evidence)
    codes = _codes(basis)
    tried = codes.total() - codes["none"]
    if not tried:
        return Paragraph(basis.words("Nothing can be compared with comparison areas yet."), (), evidence)
    said = basis.words(
        "{tried} of {all} interventions can be compared with other areas: clear difference {clear}, signs of a difference "
        "{signs}, cannot be told {cannot}, no visible difference that matters {nothing}.",
        tried=tried,
        all=codes.total(),
        clear=codes[VerdictCode.CLEAR],
        signs=codes[VerdictCode.SIGNS],
        cannot=codes[VerdictCode.CANNOT_TELL],
        nothing=codes[VerdictCode.NONE_LARGER_THAN],
    )
    return Paragraph(said, ("verdict-counts",), evidence)


def _verdict_counts(basis: Basis) -> Table:
    labels = {
        VerdictCode.CLEAR.value: basis.words("Clear difference from the comparison areas"),
        VerdictCode.SIGNS.value: basis.words("Signs of a difference"),
        VerdictCode.CANNOT_TELL.value: basis.words("Cannot be told"),
        VerdictCode.NONE_LARGER_THAN.value: basis.words("No visible difference that matters"),
        "none": basis.words("Too early, or no figures that can be used"),
    }
    codes = _codes(basis)
    rows = [Row(code, (label, str(codes[code])), Evidence("effektutvardering")) for code, label in labels.items()]
    rows.append(Row("tried", (basis.words("Compared"), str(codes.total() - codes["none"]))))
    rows.append(Row("total", (basis.words("All of them"), str(codes.total()))))
    title = basis.words("Verdicts on what had begun by the end of {year}", year=basis.year)
    return table("verdict-counts", title, [basis.words("Verdict"), basis.words("Interventions")], rows, numbers=(1,))


def _money(basis: Basis) -> Paragraph:
    if not basis.uses(Module.MONEY):
        return Paragraph(basis.words("Money is not followed here."))
    if basis.money is None:
        return Paragraph(basis.words("No money is on record for {year}.", year=basis.year), (), Evidence("pengar"))
    return Paragraph(basis.money.sentence, ("money",), of_money(basis.year))


def _organised(basis: Basis) -> Paragraph:
    counts = organisation_counts(basis)
    if not basis.uses(Module.CHECKPOINT) or not basis.checkpoint.rows:
        said = basis.counted("{count} decision waits for a body.", "{count} decisions wait for a body.", counts["waiting"])
        return Paragraph(said, ("organisation",), Evidence("beslut"))
    said = basis.words(
        "Of {all} criteria for organisation, financing and outcome {met} are met by rule and {partly} partly, and evidence is "
        "missing for {missing}; {waiting}.",
        all=counts["criteria"],
        met=counts["met"],
        partly=counts["partly"],
        missing=counts["evidence_missing"],
        waiting=basis.counted("{count} decision waits for a body", "{count} decisions wait for a body", counts["waiting"]),
    )
    return Paragraph(said, ("organisation",), Evidence("ettarsutvardering"))


def organisation_counts(basis: Basis) -> dict[str, int]:
    """Return how the criteria stand by rule, each status by its code, and how many decisions wait for a body."""
    statuses = Counter(row.status.value for row in basis.checkpoint.rows)
    names = ("met", "partly", "not_met", "evidence_missing", "not_used")
    open_ones = sum(not one.entered for one in basis.programme.decisions if one.day is None or one.day <= basis.last)
    waiting = sum(one.decision.day is None or one.decision.day <= basis.last for one in lacking(basis.programme))
    counts = {"criteria": len(basis.checkpoint.rows), **{name: statuses[name] for name in names}}
    return counts | {"waiting": open_ones + waiting}


def organisation_table(basis: Basis) -> Table:
    """Return the counts that the sentence on organisation rests on."""
    counts, language = organisation_counts(basis), basis.reading.language
    labels = {one.value: status_word(one, language) for one in StatusCode}
    labels |= {"criteria": basis.words("Criteria"), "waiting": basis.words("Decisions that wait for a body")}
    pages = {"waiting": Evidence("beslut")}
    rows = (Row(key, (labels[key], str(count)), pages.get(key, Evidence("ettarsutvardering"))) for key, count in counts.items())
    title = basis.words("How the criteria stand by rule on {day}", day=basis.last.isoformat())
    return table("organisation", title, [basis.words("What"), basis.words("Number")], rows, numbers=(1,))
