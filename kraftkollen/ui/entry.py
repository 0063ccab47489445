"""What forms of the register share: who may speak for whom, what is missing, recording it once, and taking it back."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from kraftkollen.access import Permission, may
from kraftkollen.actions.enter import Entry, enter
from kraftkollen.errors import UserError
from kraftkollen.model.feedback_names import body_answering
from kraftkollen.ui.frame import Page, show_error
from kraftkollen.ui.prose import escaped, paragraph
from kraftkollen.ui.register_part import done, may_edit, site_of

_FORM = "entry token"


def speakers(page: Page) -> dict[str, str]:
    """Return the names of the bodies that the reader may speak for, by id: all, the own ones, or none."""
    every = {one.id: one.name for one in page.version.programme.bodies}
    if may_edit(page):
        return every
    own = page.actor.owners if may(page.actor, Permission.SPEAK_FOR_OWN) else frozenset()
    return {name: title for name, title in every.items() if name in own}


@dataclass
class Fields:
    """What a form holds, and everything that is missing in it: said at once."""

    page: Page
    missing: list[str]

    def text(self, label: str, value: str) -> str:
        """Return the text; it must be there."""
        if not value.strip():
            self.missing.append(self.page.words("{field}: write something.", field=label))
        return value.strip()

    def chosen(self, label: str, value: Sequence[str], least: int = 1) -> list[str]:
        """Return what is chosen; it must be at least so many."""
        if len(value) < least:
            self.missing.append(self.page.words("{field}: choose at least {least}.", field=label, least=least))
        return list(value)

    def day(self, label: str, value: str, *, needed: bool = True, future: bool = False) -> str | None:
        """Return the date in ISO form; None if it may be left out and is."""
        if not value.strip() and not needed:
            return None
        try:
            read = date.fromisoformat(value.strip())
        except ValueError:
            self.missing.append(
                self.page.words("{field}: the date cannot be read. Write it as {day}.", field=label, day=self.page.today)
            )
            return None
        if read > self.page.today and not future:
            self.missing.append(self.page.words("{field}: the day has not come yet. Give the day when it was.", field=label))
        return read.isoformat()

    def hold(self) -> bool:
        """Say what is missing; return whether nothing is."""
        for one in self.missing:
            st.error(escaped(one))
        return not self.missing


def fields(page: Page) -> Fields:
    """Return an empty list of what is missing."""
    return Fields(page, [])


def key(name: str) -> str:
    """Return the key of a form's field: another when something has been recorded, so that the next form is empty."""
    return f"{name} {st.session_state.setdefault(_FORM, secrets.token_hex(4))}"


def record(page: Page, kind: str, body: Mapping[str, Any], said: str, *, name: str | None = None) -> None:
    """Record what a form holds, say so and draw the page anew; or say everything that is wrong.

    Parameters
    ----------
    body
        The record without its id; fields that are None or empty are left out.
    name
        The id of a record that is to be changed; a new one gets an id that is the same if the same form is sent twice.
    """
    token = str(st.session_state.setdefault(_FORM, secrets.token_hex(4)))
    given = name or f"{kind}_{page.today:%Y%m%d}_{token}"
    filled = {field: value for field, value in body.items() if value not in (None, "", [], ())}
    before = _standing(page, kind, name)
    _enter(page, Entry(kind, given, {"id": given, **filled}, replaces=before), said)


def _standing(page: Page, kind: str, name: str | None) -> Mapping[str, Any] | None:
    return next((one.body for one in page.version.registry.records if (one.kind, one.id) == (kind, name)), None)


def _enter(page: Page, entry: Entry, said: str, why: str | None = None) -> None:
    try:
        enter(site_of(page), page.actor, [entry], why)
    except UserError as error:
        show_error(page, error)
        return
    st.session_state[_FORM] = secrets.token_hex(4)
    done(said)


def withdraw(page: Page, titles: Mapping[tuple[str, str], str]) -> None:
    """Draw the form that takes a record back, with a reason; it stays in the history.

    Parameters
    ----------
    titles
        What can be taken back: kind and id, with what the reader calls it.
    """
    own = {one: title for one, title in titles.items() if _mine(page, *one)}
    if not own:
        paragraph(page.words("There is nothing that you can take back."))
        return
    with st.form("withdraw"):
        kind, name = st.selectbox(page.words("What to take back"), list(own), format_func=own.__getitem__, key=key("withdrawn"))
        label = page.words("Why")
        why = st.text_input(label, max_chars=500, key=key("withdraw why"))
        sent = st.form_submit_button(page.words("Take back"))
    if sent:
        found = fields(page)
        reason = found.text(label, why)
        if found.hold():
            entry = Entry(kind, name, None, replaces=_standing(page, kind, name))
            _enter(page, entry, page.words("Taken back. It stays in the history, with your reason."), reason)


def _mine(page: Page, kind: str, name: str) -> bool:
    if may_edit(page):
        return True
    return body_answering(kind, _standing(page, kind, name) or {}) in speakers(page)
