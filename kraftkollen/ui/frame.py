"""What all pages share: title, menu, language, the demo notice, access, and what is said when something is wrong."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.site import ROOT
from kraftkollen.errors import NotAllowed, SignInNeeded, StoreMissing, UserError
from kraftkollen.model.actor import Actor
from kraftkollen.model.clock import Clock, clock_from_environment, today
from kraftkollen.model.text import LANGUAGES, Language
from kraftkollen.ui import blocks, caches, foot, identity, measures, platform_words, tables, turns
from kraftkollen.ui.identity import Identity
from kraftkollen.ui.menu import FOOT, OPEN, PAGES, needs
from kraftkollen.ui.prose import escaped, plain, source_line
from kraftkollen.views.reading import Reading, Version
from kraftkollen.words import glossary
from kraftkollen.words.demo import demo_notice
from kraftkollen.words.problems import error_sentence, problem_sentence
from kraftkollen.words.sign_in_sentences import ROLES
from kraftkollen.words.translate import translate, translate_counted

_log = logging.getLogger("kraftkollen")

LANGUAGE = "sprak"


@dataclass(frozen=True)
class Page:
    """What a page works with: who reads, in which language, and when."""

    address: str
    actor: Actor
    language: Language
    clock: Clock

    def words(self, message: str, **blanks: object) -> str:
        """Return the message in the reader's language."""
        return translate(self.language, message, **blanks)

    def counted(self, one: str, many: str, count: int) -> str:
        """Return the form of the message that fits the count."""
        return translate_counted(self.language, one, many, count)

    def kept(self) -> dict[str, str]:
        """Return what a link to another page takes along."""
        return {} if self.language == LANGUAGES[0] else {LANGUAGE: self.language}

    @cached_property
    def version(self) -> Version:
        """The newest published version; the same for the whole page, even if another is published while it is drawn."""
        return caches.version()

    @property
    def today(self) -> date:
        """The day that the page is read."""
        return today(self.clock)

    def reading(self) -> Reading:
        """Return the newest published version, for this reader."""
        return Reading(self.actor, self.version, self.language)


@contextmanager
def page(address: str) -> Iterator[Page]:
    """Draw what all pages share around a page's own content, and turn its errors into sentences.

    Nothing of the content is drawn for whoever may not open the page, by the menu or by its address alone.
    """
    with measures.run(address) as run, turns.taken():
        clock = clock_from_environment()
        reader = identity.identity(clock)
        current = Page(address, reader.actor, _language(), clock)
        st.set_page_config(page_title=f"{title_of(current, address)} · Kraftkollen", page_icon="🧭", layout="wide")
        _document_language(current.language)
        drawn = False
        try:
            _head(current, reader)
            _require(current, reader)
            drawn = True
            yield current
        except UserError as error:
            run.outcome = "refused"
            show_error(current, error)
        except Exception:
            run.outcome = "fault"
            number = run.number
            _log.exception("error %s on page %s", number, address or "start")
            st.error(
                current.words(
                    "Something went wrong on our side. Error number {number}. Tell whoever runs the tool.", number=number
                )
            )
        _foot(current, reader, drawn)
        if not drawn:
            st.stop()


def title_of(current: Page, address: str) -> str:
    """Return what a page is called in the menu, or in the foot."""
    return current.words(dict(FOOT).get(address) or next(title for name, _, title in PAGES if name == address))


def _require(current: Page, reader: Identity) -> None:
    """Raise unless the reader may open the page; one who is not signed in is told to do that first."""
    if current.address in OPEN:
        return
    if reader.refusal is not None:
        raise reader.refusal
    try:
        access.require(current.actor, needs(current.address))
    except NotAllowed as refusal:
        raise refusal if reader.signed_in or not reader.set_up else SignInNeeded() from refusal


def _language() -> Language:
    asked = st.query_params.get(LANGUAGE, LANGUAGES[0])
    return next((one for one in LANGUAGES if one == asked), LANGUAGES[0])


def _document_language(language: Language) -> None:
    st.html(f"<script>{language_script(language)}</script>", unsafe_allow_javascript=True)


def language_script(language: Language) -> str:
    """Return the only script of our own in a page. The content security policy lets it run by its hash."""
    return platform_words.script(language)


# No line of text is longer than the eye can follow back. A link in a page is seen to be one; in the menu its place tells.
_STYLE = """
.stMainBlockContainer{padding-top:1.5rem;max-width:80rem}
.stMainBlockContainer [data-testid=stMarkdownContainer] :is(p,li){max-width:50rem}
[data-testid=stPageLink] p{color:#9a1f2e;text-decoration:underline}
.st-key-menu [data-testid=stPageLink] p{color:inherit;text-decoration:none}
@media (max-width:640px){.stMainBlockContainer{padding-top:.5rem}.st-key-menu{gap:.5rem .25rem}}
"""


def _head(current: Page, reader: Identity) -> None:
    # Streamlit leaves room for a tool bar that we do not show; a printed page needs none of it.
    st.html(f"<style>{_STYLE}{tables.STYLE}{blocks.STYLE}{foot.STYLE}</style>")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="menu"):
        for address, file, title in PAGES:
            if access.may(current.actor, needs(address)):
                st.page_link(_of_menu(file), label=current.words(title), query_params=current.kept())
        _other_language(current)
    _who(current, reader)
    notice = demo_notice(current.language, demo=_is_demo(current))
    if notice:
        st.info(notice)


def _of_menu(file: str) -> StreamlitPage:
    """Return a page for a link to it; by its path alone Streamlit would look up each part of the path, each time."""
    running = get_script_run_ctx()
    return _found(Path(running.pages_manager.main_script_path).parent if running else ROOT, file)


@lru_cache(maxsize=200)
def _found(folder: Path, file: str) -> StreamlitPage:
    return st.Page(folder / file, default=file == PAGES[0][1])


def _foot(current: Page, reader: Identity, drawn: bool) -> None:
    for_all = reader.refusal is None and access.may(current.actor, Permission.SEE_EDITIONS)
    shown = [(address, title_of(current, address)) for address, _ in FOOT if for_all or address in OPEN]
    if drawn:
        foot.words(current.words("Words on this page"), glossary.of_page(current.address, current.language))
    foot.draw(current.words("About the service"), shown, current.kept())


def _who(current: Page, reader: Identity) -> None:
    """Say who reads, and let them sign in or out."""
    if not reader.set_up:
        source_line(
            current.words(
                "Sign-in is not set up: everything is recorded as {name}, and the tool answers to this machine only.",
                name=current.actor.name,
            )
        )
    elif reader.signed_in:
        _signed_in(current, reader)
    elif reader.can_sign_in and st.button(current.words("Sign in"), key="sign in", type="primary"):
        st.login()


def _signed_in(current: Page, reader: Identity) -> None:
    roles = ", ".join(current.words(ROLES[one]) for one in sorted(current.actor.roles))
    said = current.words("Signed in: {name} ({roles}).", name=current.actor.name, roles=roles)
    if not reader.grouped:
        said += " " + current.words("You are in no group that the tool knows, so you read what is published.")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        source_line(said)
        if st.button(current.words("Sign out"), key="sign out", type="tertiary"):
            identity.sign_out(current.clock, current.actor)


def _other_language(current: Page) -> None:
    other: Language = "en" if current.language == "sv" else "sv"
    label = "In English" if other == "en" else "På svenska"
    address = "?" + urlencode({**st.query_params.to_dict(), LANGUAGE: other})
    # A link of our own: Streamlit's would be marked as the page that one is on.
    st.html(
        f'<a href="{plain(address)}" style="color:#9a1f2e;font-size:.875rem;padding:.25rem 0" target="_self"'
        f' hreflang="{other}" lang="{other}">{label}</a>',
        width="content",
    )


def _is_demo(current: Page) -> bool:
    try:
        return current.version.programme.city.demo
    except UserError:
        return False


def show_error(current: Page, error: UserError) -> None:
    """Say what is wrong and what to do, each problem on a line of its own."""
    st.error(escaped(error_sentence(error, current.language)))
    for problem in error.problems[:20]:
        st.markdown(f"- {escaped(problem_sentence(problem, current.language))}")
    if isinstance(error, StoreMissing):
        st.code("python -m kraftkollen init", language="shell", wrap_lines=True)
