"""Where a store keeps what: the journal, kept files, published files and locks, all below one folder."""

from dataclasses import dataclass
from pathlib import Path

from kraftkollen.errors import StoreUnwritable
from kraftkollen.store.address import Address, address_of


@dataclass(frozen=True, slots=True)
class Folder:
    """A store's folder."""

    path: Path

    @property
    def journal(self) -> Path:
        return self.path / "journal.duckdb"

    @property
    def server(self) -> Address | None:
        """The server that keeps the journal; None where it is a file here."""
        return address_of(self.path)

    @property
    def made(self) -> bool:
        """Whether a journal is kept here, or a server is named that keeps it."""
        return self.journal.exists() or self.server is not None

    def make(self) -> None:
        """Make the folder, for its owner alone; StoreUnwritable if the disk refuses."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnwritable(path=str(self.path), reason=error.strerror or str(error)) from error

    @property
    def journal_lock(self) -> Path:
        return self.path / "journal.lock"

    @property
    def publish_lock(self) -> Path:
        return self.path / "publish.lock"

    @property
    def fetch_lock(self) -> Path:
        return self.path / "fetch.lock"

    @property
    def backup_lock(self) -> Path:
        return self.path / "backup.lock"

    @property
    def last_backup(self) -> Path:
        """The small file that says when the last backup was made; it is no part of a backup."""
        return self.path / "last_backup.json"

    @property
    def uploads(self) -> Path:
        return self.path / "uploads"

    @property
    def published(self) -> Path:
        return self.path / "published"

    @property
    def editions(self) -> Path:
        """Yearly evaluations as they were published, a folder each, and the index that names them."""
        return self.path / "editions"

    @property
    def sign_ins(self) -> Path:
        """Who signed in, a file a month."""
        return self.path / "sign_ins"

    @property
    def ended(self) -> Path:
        """Sign-ins that somebody has signed out of before their time, an empty file each; no part of a backup."""
        return self.path / "ended"

    @property
    def pointer(self) -> Path:
        """The small file that says which published files are the newest; replaced in one step."""
        return self.published / "current.json"
