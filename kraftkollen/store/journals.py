"""Which journal a store has: a file of its own, or one on a server that several machines share."""

from kraftkollen.model.clock import Clock
from kraftkollen.store.folder import Folder
from kraftkollen.store.journal import Journal


def journal_at(folder: Folder, clock: Clock) -> Journal:
    """Return the journal of the store in a folder; nothing is opened yet.

    Raises
    ------
    ServerRefused
        If a server is named, and not in the way it must be.
    """
    address = folder.server
    if address is None:
        return Journal(folder, clock)
    # Read where it is used: a store in a file does not wait for a driver that it has no use for.
    from kraftkollen.store.server_journal import ServerJournal

    return ServerJournal(folder, clock, address)
