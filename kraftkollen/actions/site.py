"""Where an action works: a store, the indicators that it is defined by, and the clock."""

import os
from dataclasses import dataclass
from pathlib import Path

from kraftkollen.model.catalogue import Catalogue, load_catalogue
from kraftkollen.model.clock import Clock, today
from kraftkollen.model.delivery import Reference
from kraftkollen.model.programme import Programme
from kraftkollen.model.record import programme_of
from kraftkollen.store import places, register
from kraftkollen.store.files import standing
from kraftkollen.store.folder import Folder
from kraftkollen.store.journal import Journal, Transaction
from kraftkollen.store.journals import journal_at

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Site:
    """A store and its definitions."""

    journal: Journal
    indicators: Path

    @classmethod
    def at(cls, data: Path, clock: Clock) -> "Site":
        """Return the site whose store lies in `data`, defined by indicators.yaml (KRAFTKOLLEN_INDICATORS names another)."""
        indicators = Path(os.environ.get("KRAFTKOLLEN_INDICATORS") or ROOT / "indicators.yaml")
        return cls(journal_at(Folder(data), clock), indicators)

    @property
    def folder(self) -> Folder:
        return self.journal.folder

    @property
    def clock(self) -> Clock:
        return self.journal.clock

    def changed(self) -> tuple[int, ...]:
        """Return what is another after each write, and when the definitions are others."""
        return (*self.journal.changed(), *standing(self.indicators))


def cities_folder() -> Path:
    """Return the folder that holds a folder for each city (KRAFTKOLLEN_CITIES names another)."""
    return Path(os.environ.get("KRAFTKOLLEN_CITIES") or ROOT / "data" / "cities")


def access_file(data: Path) -> Path:
    """Return where it is said which groups carry which roles: KRAFTKOLLEN_ACCESS, or access.yaml in the store."""
    named = os.environ.get("KRAFTKOLLEN_ACCESS")
    return Path(named) if named else data / "access.yaml"


def programme(transaction: Transaction) -> Programme:
    """Return the programme as the register has it."""
    return programme_of(register.records_as_of(transaction))


def catalogue(site: Site, transaction: Transaction) -> Catalogue:
    """Return the indicators with the city's amendments; ConfigurationRefused if indicators.yaml does not hold."""
    return load_catalogue(site.indicators, programme(transaction).indicators)


def reference(site: Site) -> Reference:
    """Return what a delivery is checked against."""
    with site.journal.read() as transaction:
        divisions = places.current_divisions(transaction)
        areas = places.areas(transaction, divisions)
        defined = catalogue(site, transaction)
    return Reference(defined, divisions, areas, today(site.clock))
