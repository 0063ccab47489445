"""Every error that a user can mend: its kind and its details. No prose: `kraftkollen.words` says it in two languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

Detail = str | int | float | None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file or a definition.

    `code` names the sentence in `kraftkollen.words.problems`; `details` fills its blanks.
    `row` is the line of the file as the sender sees it, counted from 1.
    `value` is what stood there; it stays None for anything that may be a person.
    """

    code: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    details: Mapping[str, Detail] = field(default_factory=dict)


class UserError(Exception):
    """An error that the user can mend: shown as a sentence, never as a traceback; exit status 2."""

    code: ClassVar[str] = "refused"

    def __init__(self, problems: Iterable[Problem] = (), **details: Detail) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        self.details: dict[str, Detail] = details
        super().__init__(self.code, details, self.problems)

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how it is made again in another process, with all that it says."""
        return partial(type(self), self.problems, **self.details), ()


class ConfigurationRefused(UserError):
    """indicators.yaml or programme.yaml does not hold. Details: `file`."""

    code = "configuration_refused"


class DeliveryRefused(UserError):
    """A file of figures cannot be taken in. Details: `file`."""

    code = "delivery_refused"


class BordersRefused(UserError):
    """A file of borders cannot be taken in. Details: `file`."""

    code = "borders_refused"


class StoreMissing(UserError):
    """There is no store where one was asked for. Details: `path`."""

    code = "store_missing"


class StoreExists(UserError):
    """There is a store already where a new one was to be made. Details: `path`."""

    code = "store_exists"


class StoreBusy(UserError):
    """Another process has kept the store locked for too long. Details: `path`, `seconds`."""

    code = "store_busy"


class StoreUnreadable(UserError):
    """The store cannot be opened: damaged, or made by a newer version. Details: `path`, `reason`."""

    code = "store_unreadable"


class StoreNewer(StoreUnreadable):
    """The store was made by a newer version of the product. Details: `path`, `reason`, `schema`, `known`."""

    code = "store_newer"


class StoreUnwritable(UserError):
    """The disk refused a write: full, or read-only. What was stored before is untouched. Details: `path`, `reason`."""

    code = "store_unwritable"


class TargetTaken(UserError):
    """There is something already where a backup or a restored store was to be put. Details: `path`."""

    code = "target_taken"


class TargetInside(UserError):
    """A backup was to be put inside the store that it copies. Details: `path`."""

    code = "target_inside"


class TargetMissing(UserError):
    """The folder in which a backup was to be put is not there. Details: `path`."""

    code = "target_missing"


class BackupUnwritable(UserError):
    """The disk refused a backup; nothing of it is left. Details: `path`, `reason`."""

    code = "backup_unwritable"


class BackupMissing(UserError):
    """There is no backup where one was named. Details: `path`."""

    code = "backup_missing"


class BackupDamaged(UserError):
    """A backup is not as it was made; nothing of it is restored. Details: `path`."""

    code = "backup_damaged"


class BackupNewer(UserError):
    """A backup was made by a newer version of the product. Details: `path`."""

    code = "backup_newer"


class ServerRefused(UserError):
    """The server that keeps the journal cannot be reached, or its address is wrong. Details: `reason`, never the address."""

    code = "server_refused"


class JournalOnServer(UserError):
    """A store was to be copied, or laid out, whose journal a server keeps. Details: `path`."""

    code = "journal_on_server"


class Overtaken(UserError):
    """Somebody else wrote the same at the same moment, and nothing of this was stored. Details: `reason`."""

    code = "overtaken"


class NothingPublished(UserError):
    """The store has no published version yet. Details: `path`."""

    code = "nothing_published"


class NotAllowed(UserError):
    """The actor's roles do not allow it. Details: `permission`, `actor`."""

    code = "not_allowed"


class SignInNeeded(UserError):
    """Nobody is signed in, and what was asked for is not for everybody. Details: none."""

    code = "sign_in_needed"


class SignInExpired(UserError):
    """The token that says who somebody is has expired, or does not say when it does. Details: none."""

    code = "sign_in_expired"


class SignInIncomplete(UserError):
    """The city's sign-in did not say who somebody is. Details: `claim`."""

    code = "sign_in_incomplete"


class SignInMisconfigured(UserError):
    """Sign-in is half set up, so nobody is let in. Details: `what`."""

    code = "sign_in_misconfigured"


class NotLocal(UserError):
    """Without sign-in the tool answers on its own machine only. Details: `address`."""

    code = "not_local"


class SameApprover(UserError):
    """The one who delivered may not approve. Details: `batch`, `actor`."""

    code = "same_approver"


class NotFound(UserError):
    """Something asked for by its id does not exist. Details: `what`, `given`, `nearest`."""

    code = "not_found"


class WrongState(UserError):
    """A delivery cannot go from where it is to where it was sent. Details: `batch`, `state`, `wanted`."""

    code = "wrong_state"


class FileUnreadable(UserError):
    """A file named by the user cannot be opened. Details: `file`, `reason`."""

    code = "file_unreadable"


class FileUnwritable(UserError):
    """A file named by the user cannot be written. Details: `file`, `reason`."""

    code = "file_unwritable"


class EntryRefused(UserError):
    """Something entered into the register does not hold; nothing of it is recorded. Details: none."""

    code = "entry_refused"


class NameNeeded(UserError):
    """An act that is recorded needs the name of who did it. Details: none."""

    code = "name_needed"


class ReasonNeeded(UserError):
    """A delivery is rejected, reverted or erased only with a reason. Details: none."""

    code = "reason_needed"


class ReferenceNeeded(UserError):
    """A delivery is erased only with the legal ground for it. Details: none."""

    code = "reference_needed"


class PublishingFailed(UserError):
    """What was approved could not be published now; it is recorded and can be published later. Details: `reason`."""

    code = "publishing_failed"


class NoPeriodBefore(UserError):
    """An effect needs a period before the start. Details: `start`, `first`."""

    code = "no_period_before"


class NoPeriodAfter(UserError):
    """An effect needs a period after the start. Details: `start`, `last`."""

    code = "no_period_after"


class TooFewComparisons(UserError):
    """There are too few units to compare with. Details: `count`, `least`."""

    code = "too_few_comparisons"


class TreatedExcluded(UserError):
    """A treated unit stands among the excluded or the comparison units, or twice. Details: `unit`."""

    code = "treated_excluded"


class OutcomeNotNumeric(UserError):
    """The outcome is not a number. Details: `row`, `outcome`, `count`."""

    code = "outcome_not_numeric"


class NotPositive(UserError):
    """The logarithm was asked for, and the outcome is nought or less. Details: `unit`, `period`."""

    code = "not_positive"


class PanelGap(UserError):
    """A unit lacks a figure for a period. Details: `unit`, `period`, `count`."""

    code = "panel_gap"


class PanelTwice(UserError):
    """A unit has two figures for a period. Details: `unit`, `period`, `row`."""

    code = "panel_twice"


class NothingToCompare(UserError):
    """A city-wide process has no comparison areas. Details: `name`."""

    code = "nothing_to_compare"


class NoFiguresThere(UserError):
    """No published figures of an indicator can be used for a place. Details: `indicator`, `place`."""

    code = "no_figures_there"


class AnnouncedTooLate(UserError):
    """The day of publishing must lie after the day on which it is announced. Details: `year`, `on`, `today`."""

    code = "announced_too_late"


class NotAnnounced(UserError):
    """An edition is published only after it was announced. Details: `year`."""

    code = "not_announced"


class NotYetDue(UserError):
    """The announced day has not come. Details: `year`, `on`, `today`."""

    code = "not_yet_due"


class NoSuchYear(UserError):
    """There is no yearly evaluation of that year. Details: `year`, `first`, `last`."""

    code = "no_such_year"


class OutsideNotAllowed(UserError):
    """No administrator has allowed calls to that address. Details: `address`."""

    code = "outside_not_allowed"


class SourceFailed(UserError):
    """A source outside gave no answer that can be used; nothing of it is kept. Details: `address`."""

    code = "source_failed"


class DemoFetchesNothing(UserError):
    """A made-up city has no official figures. Details: none."""

    code = "demo_fetches_nothing"


class NothingToFetch(UserError):
    """None of the indicators says where its figures can be fetched. Details: none."""

    code = "nothing_to_fetch"
