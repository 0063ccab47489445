"""The published figures that a yearly evaluation rests on: what an edition freezes, and what a delivery would move under it."""

from collections.abc import Iterator
from datetime import date

from kraftkollen.model.edition import QuotedFigure
from kraftkollen.model.modules import Module
from kraftkollen.views.movers_view import figures_until
from kraftkollen.views.places import Place, city_place
from kraftkollen.views.reading import Reading
from kraftkollen.views.yearly_basis import Basis
from kraftkollen.views.yearly_view import basis_of


def quoted_figures(reading: Reading, year: int, today: date) -> tuple[QuotedFigure, ...]:
    """Return every figure of the priority areas and the city up to the end of the year, and what the verdicts rest on.

    A verdict rests on all areas and periods of its indicator: those stand as "".
    """
    basis = basis_of(reading, year, today)
    city = city_place(reading)
    places = (*basis.places, *([city] if city else []))
    found = [*(one for place in places for one in _of_place(basis, place)), *_of_verdicts(basis)]
    return tuple(sorted(found, key=lambda one: (one.indicator, one.division, one.area, one.period)))


def _of_place(basis: Basis, place: Place) -> Iterator[QuotedFigure]:
    for indicator, figures in figures_until(basis.reading, place, basis.last).items():
        for one in figures:
            yield QuotedFigure(indicator, one.division, one.area, one.period, one.value, one.status)


def _of_verdicts(basis: Basis) -> Iterator[QuotedFigure]:
    if not basis.uses(Module.EFFECTS):
        return
    answered = (one.answered.question for one in basis.read if one.answered is not None)
    for indicator, division in sorted({(one.indicator.id, one.division) for one in answered}):
        yield QuotedFigure(indicator, division, "", "", None, "all")
