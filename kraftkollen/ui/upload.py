"""One officer's upload, kept for the session with what is under way, so that a click elsewhere loses nothing."""

import hashlib
import json
from dataclasses import dataclass, field, replace

import streamlit as st

from kraftkollen.actions import decide, examine
from kraftkollen.actions import deliver as action
from kraftkollen.actions import moves as moving
from kraftkollen.actions.deliver import Receipt
from kraftkollen.actions.examine import Parcel, Preview
from kraftkollen.actions.moves import Moves
from kraftkollen.actions.progress import Progress
from kraftkollen.actions.publish import publish_register
from kraftkollen.actions.publish_apart import publish_apart
from kraftkollen.actions.site import Site
from kraftkollen.errors import DeliveryRefused, UserError
from kraftkollen.model.actor import Actor
from kraftkollen.model.delivery import Form, State, Understood
from kraftkollen.model.text import Language
from kraftkollen.ui import jobs
from kraftkollen.ui.jobs import Job

_UPLOAD, _ROUND, _RECEIPT = "upload", "file round", "receipt"


@dataclass(frozen=True)
class Looked:
    """What came of looking at a file: what it would do and move, or why it is refused; and how it was read, if it could be."""

    preview: Preview | None
    moves: Moves | None
    refusal: DeliveryRefused | None
    understood: Understood | None


@dataclass(frozen=True)
class Stored:
    """What came of delivering: the receipt, and why approving or publishing failed, if it did."""

    receipt: Receipt
    failure: UserError | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What the officer says beside the file, and in what language to answer."""

    comment: str | None
    document: str | None
    language: Language


@dataclass
class Upload:
    """A file that was chosen. `key` makes a click that is sent twice one delivery."""

    parcel: Parcel
    key: str
    form: Form = field(default_factory=Form)
    looking: Job | None = None
    storing: Job | None = None


def uploader_key() -> str:
    """Return the key of the file box; a new one empties it."""
    return f"file {st.session_state.get(_ROUND, 0)}"


def current() -> Upload | None:
    """Return the file that is being worked with."""
    found: Upload | None = st.session_state.get(_UPLOAD)
    return found


def chosen() -> None:
    """Take up the file that was just put into the box, or let go of the one that was taken out."""
    found = st.session_state[uploader_key()]
    if found is None:
        st.session_state.pop(_UPLOAD, None)
    else:
        st.session_state[_UPLOAD] = Upload(Parcel(found.getvalue(), found.name), found.file_id)


def let_go() -> None:
    """Forget the file and empty the box."""
    st.session_state.pop(_UPLOAD, None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def look(upload: Upload, site: Site, actor: Actor, form: Form) -> Job:
    """Begin to look at the file, or go on with what has begun; begin anew if the form is another."""
    if upload.looking is None or upload.form != form:
        upload.form, parcel = form, upload.parcel
        upload.looking = jobs.start(lambda tell: _looked(site, actor, parcel, form, tell))
    return upload.looking


def _looked(site: Site, actor: Actor, parcel: Parcel, form: Form, tell: Progress) -> Looked:
    try:
        examined = examine.examine(site, actor, parcel, form, tell)
        found = examine.preview_of(site, actor, parcel, examined, tell)
        tell("moving", 0.8)
        moves = moving.moves_of(site, actor, examined)
    except DeliveryRefused as refusal:
        return Looked(None, None, refusal, examine.understood(site, actor, parcel, form))
    return Looked(found, moves, None, found.understood)


def store(upload: Upload, site: Site, actor: Actor, beside: Beside) -> Job:
    """Begin to deliver the file; once begun it goes on to its end whatever the officer does."""
    if upload.storing is None:
        upload.storing = jobs.start(lambda tell: _stored(upload, site, actor, beside, tell))
    return upload.storing


def _key(upload: Upload) -> str:
    """Return the same key for the same click only: the same file read in another way is another delivery."""
    form = json.dumps(_previewed(upload).as_json(), sort_keys=True)
    return f"{upload.key}-{hashlib.sha256(form.encode()).hexdigest()[:16]}"


def _previewed(upload: Upload) -> Form:
    """Return the form that the officer saw the file read with, a remembered correction included."""
    looked: Looked | None = upload.looking.answer if upload.looking else None
    return looked.preview.form if looked and looked.preview else upload.form


def _stored(upload: Upload, site: Site, actor: Actor, beside: Beside, tell: Progress) -> Stored:
    done = action.deliver(
        site,
        actor,
        upload.parcel,
        _previewed(upload),
        comment=beside.comment,
        document=beside.document,
        key=_key(upload),
        recall=False,
        progress=lambda step, share: tell(step, share / 2),
    )
    # From here on it is recorded: whatever fails now, the receipt says so.
    try:
        if done.state is State.PENDING and actor.local:
            # The warnings of the delivery are those that were confirmed: the receipt names them.
            done = replace(decide.approve(site, actor, done.batch), warnings=done.warnings)
        if not done.approved:
            publish_register(site, actor)  # so that the page of deliveries says that it waits
        else:
            publish_apart(site, actor, lambda step, share: tell(step, 0.5 + share / 2), beside.language)
    except UserError as failure:
        return Stored(done, failure)
    return Stored(done, None)


def keep_receipt(done: Stored) -> None:
    """Keep what came of the delivery for the page to show, and let go of the file."""
    st.session_state[_RECEIPT] = done
    let_go()


def receipt() -> Stored | None:
    """Return what came of the last delivery of this session."""
    found: Stored | None = st.session_state.get(_RECEIPT)
    return found
