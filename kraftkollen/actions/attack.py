"""Attacks what the store has published, as somebody would who has every version of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.basis import before, telling, told_by
from kraftkollen.actions.site import Site, catalogue
from kraftkollen.disclosure.attack import Bounds, attack
from kraftkollen.disclosure.attacker import Edition, Key, noise_of
from kraftkollen.disclosure.cells import Flags, State
from kraftkollen.disclosure.equal import equal_of
from kraftkollen.disclosure.primary import VALUE, hide, primary_marks, whole_mask
from kraftkollen.errors import NothingPublished
from kraftkollen.model.actor import Actor
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.delivery import KEY

_FIGURES = ("value", "numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Asked:
    """How to attack.

    Attributes
    ----------
    sample, seed
        How many hidden counts to try, drawn by the seed; all of them if None.
    indicators, periods
        Only these, if any are given: quicker, and blind to what others tell.
    loose
        Totals may differ from the sums of their parts as far as any of them does: a weaker attack.
    primary_only
        As if nothing were hidden beside what the rule hides: then it must succeed, or the attack proves nothing.
    """

    sample: int | None = None
    seed: int = 1
    indicators: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    loose: bool = False
    primary_only: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A hidden count that can be known too well: which, and how wide it lies open. Never what it is."""

    cell: str
    term: str
    width: float
    needed: float


@dataclass(frozen=True, slots=True)
class Attacked:
    """What came of it. `hidden_by_the_rule` and `hidden` are of the newest version's figures."""

    versions: int
    figures: int
    hidden_by_the_rule: int
    hidden: int
    attacked: int
    failed: int
    failures: tuple[Failure, ...]


def attack_published(site: Site, actor: Actor, asked: Asked) -> Attacked:
    """Try to work the hidden counts of the newest version out from this and all before it.

    Raises
    ------
    NothingPublished
        If no version was made by the disclosure control of today.
    """
    access.require(actor, Permission.ADMINISTER)
    with site.journal.read() as transaction:
        defined = catalogue(site, transaction)
        wanted = asked.indicators or tuple(defined.indicators)
        found = before(transaction)
        if not found:
            raise NothingPublished(path=str(site.folder.path))
        told = (*telling(transaction, found[:-1], wanted), found[-1])
        seen = [_chosen(*told_by(transaction, one, wanted), asked.periods) for one in told]
    newest, behind = seen[-1]
    ruled = primary_marks(newest.figures, defined.indicators)
    if asked.primary_only:
        newest = State(newest.figures, ruled | whole_mask(behind), newest.members)
        seen[-1] = newest, behind
    editions = _editions(seen, defined)
    noise = noise_of(Edition(newest.figures, editions[-1].parts), defined) if asked.loose else {}
    tried = attack(editions, defined, noise, asked.sample, asked.seed)
    failed = [one for one in tried if one.failed]
    return Attacked(
        versions=len(editions),
        figures=editions[-1].figures.num_rows,
        hidden_by_the_rule=int(((ruled & VALUE) != 0)[~behind].sum()),
        hidden=int(((newest.marks & VALUE) != 0)[~behind].sum()),
        attacked=len(tried),
        failed=len(failed),
        failures=tuple(_failure(one) for one in failed),
    )


def _chosen(state: State, behind: Flags, periods: Sequence[str]) -> tuple[State, Flags]:
    if not periods:
        return state, behind
    chosen = pc.is_in(state.figures.column("period"), value_set=pa.array(periods, pa.string())).to_numpy()
    return State(state.figures.filter(pa.array(chosen)), state.marks[chosen], state.members), behind[chosen]


def _editions(seen: Sequence[tuple[State, Flags]], defined: Catalogue) -> list[Edition]:
    """Return versions as their readers have them; an attacker is taken to know which figures did not change."""
    same = [frozenset[Key](), *(_same(one, other) for (one, _), (other, _) in pairwise(seen))]
    return [_edition(*one, known, defined) for one, known in zip(seen, same, strict=True)]


def _edition(state: State, behind: Flags, same: frozenset[Key], defined: Catalogue) -> Edition:
    parts: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for whole_division, whole, division, area in state.members.itertuples(index=False):
        parts.setdefault((whole_division, whole), (division, []))[1].append(area)
    shown = hide(state.figures, state.marks).filter(pa.array(~behind))
    absent = frozenset(key for key, one in zip(_keys(state.figures), behind.tolist(), strict=True) if one)
    return Edition(shown, parts, same, absent, equal_of(state.figures, defined))


def _keys(figures: pa.Table) -> list[Key]:
    return list(zip(*(figures.column(name).to_pylist() for name in KEY), strict=True))


def _same(earlier: State, now: State) -> frozenset[Key]:
    names = [*KEY, *_FIGURES]
    then, rows = (set(zip(*(one.figures.column(name).to_pylist() for name in names), strict=True)) for one in (earlier, now))
    return frozenset(one[: len(KEY)] for one in then & rows)


def _failure(one: Bounds) -> Failure:
    return Failure("/".join(one.key), one.term, one.high - one.low, one.needed)
