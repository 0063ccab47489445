"""How an indicator has moved in one place since the baseline, by what is published, and the sentence that says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kraftkollen.development import Change, Count, Movement, Turn, against, change
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import Period
from kraftkollen.store.figures import Figure
from kraftkollen.views.reading import Reading
from kraftkollen.views.together import together
from kraftkollen.words import development as say
from kraftkollen.words.figures import with_unit
from kraftkollen.words.translate import translate


@dataclass(frozen=True, slots=True)
class Ends:
    """The two figures that a development is read from; None where there is none to show."""

    before: Figure | None
    after: Figure | None
    broken_at: str | None = None


@dataclass(frozen=True, slots=True)
class Development:
    """A development in one place. `change` is None where it cannot be read, `city` where the city's cannot.

    `visible`: whether the change shows in the figures as they are rounded. One that does not is never said to be a move.
    """

    ends: Ends
    change: Change | None
    city: Change | None
    beside_city: Change | None
    sentence: str
    visible: bool = True

    @property
    def beyond_noise(self) -> bool:
        """Whether the figure moved more than chance alone would do, so that it shows."""
        return self.visible and self.change is not None and self.change.movement in (Movement.UP, Movement.DOWN)

    @property
    def turn(self) -> Turn:
        """Which way it moved, if it moved beyond its noise."""
        return self.change.turn if self.change is not None and self.beyond_noise else Turn.NONE


def development(
    reading: Reading, indicator: Indicator, place: str, figures: Iterable[Figure], city: Iterable[Figure]
) -> Development:
    """Return how a place has moved from the baseline to its newest figure, and beside the city.

    Parameters
    ----------
    place
        What the reader calls it.
    figures, city
        One place's figures of one group over periods, in any order; the city's, none if the place is the city.
    """
    ends = ends_of(reading, indicator, figures)
    if ends.broken_at is not None or ends.before is None or ends.after is None:
        return Development(ends, None, None, None, _unread(reading, indicator, place, ends))
    moved = change(_count(ends.before), _count(ends.after), indicator)
    # A number grows with the place: only shares, rates and means can stand beside the city's.
    of_city = _same_periods(indicator, city, ends.before.period, ends.after.period) if indicator.is_ratio else None
    beside = against(moved, of_city, indicator) if of_city else None
    sentence = _sentence(reading, indicator, place, ends, (moved, of_city, beside))
    return Development(ends, moved, of_city, beside, sentence, visible=_shows(moved, indicator))


def _shows(moved: Change, indicator: Indicator) -> bool:
    return round(moved.size, indicator.decimals) != 0


def ends_of(reading: Reading, indicator: Indicator, figures: Iterable[Figure]) -> Ends:
    """Return the figure of the baseline and the newest one, with the break that lies between them if one does.

    The baseline is the indicator's own, else the last period that was over when the programme started; an earlier one where
    that is hidden or missing. Pooled periods that share a year are not compared.
    """
    shown = sorted((_period(indicator, one.period), one) for one in figures if one.value is not None)
    if not shown:
        return Ends(None, None)
    limit = baseline_day(reading, indicator)
    earlier = [pair for pair in shown if limit is not None and pair[0].last_day <= limit]
    if not earlier:
        return Ends(None, shown[-1][1])
    first, before = earlier[-1]
    later = [pair for pair in shown if pair[0].first_day > first.last_day]
    if not later:
        return Ends(None, before)
    last, after = later[-1]
    broken = (one.period for one in indicator.breaks if first < indicator.read_period(one.period) <= last)
    return Ends(before, after, next(broken, None))


def baseline_day(reading: Reading, indicator: Indicator) -> date | None:
    """Return the last day of the baseline: the indicator's own, else the day that the programme started."""
    if indicator.baseline is not None:
        return indicator.read_period(indicator.baseline.period).last_day
    return reading.version.programme.programme.start


def _period(indicator: Indicator, text: str) -> Period:
    return indicator.read_period(text)


def _count(figure: Figure) -> Count:
    assert figure.value is not None
    return Count(figure.value, figure.numerator, figure.denominator)


def _same_periods(indicator: Indicator, city: Iterable[Figure], since: str, until: str) -> Change | None:
    figures = tuple(city)
    before, after = together(indicator, figures, since), together(indicator, figures, until)
    return change(before, after, indicator) if before is not None and after is not None else None


def _unread(reading: Reading, indicator: Indicator, place: str, ends: Ends) -> str:
    if ends.broken_at is not None:
        return translate(reading.language, say.BROKEN, place=place, period=ends.broken_at)
    if ends.after is None or ends.after.value is None:
        return translate(reading.language, say.NO_FIGURE, place=place)
    figure = with_unit(ends.after.value, indicator, reading.language)
    until = reading.period(ends.after.period, indicator)
    return translate(reading.language, say.ONLY_ONE, place=place, after=figure, until=until)


def _sentence(
    reading: Reading,
    indicator: Indicator,
    place: str,
    ends: Ends,
    changes: tuple[Change, Change | None, Change | None],
) -> str:
    moved, city, beside = changes
    assert ends.before is not None
    assert ends.after is not None
    language = reading.language
    said = [
        translate(
            language,
            say.FROM_TO,
            place=place,
            before=with_unit(moved.before, indicator, language),
            since=reading.period(ends.before.period, indicator),
            after=with_unit(moved.after, indicator, language),
            until=reading.period(ends.after.period, indicator),
        ),
        moved_sentence(reading, indicator, moved),
    ]
    if city is not None and beside is not None:
        said.append(
            translate(reading.language, say.AGAINST_CITY[beside.movement], city=say.changed(city.size, indicator, language))
        )
    return " ".join(said)


def moved_sentence(reading: Reading, indicator: Indicator, moved: Change) -> str:
    """Return how much a figure moved, and whether chance alone could have done it."""
    if not _shows(moved, indicator) and moved.movement is not Movement.TOO_FEW:
        # "Up 0.0" would be no promise that a reader can check.
        return translate(reading.language, say.UNSEEN)
    size = say.moved(moved.size, indicator, reading.language)
    signed = say.changed(moved.size, indicator, reading.language)
    return translate(reading.language, say.MOVED[moved.movement, moved.turn], size=size, signed=signed)
