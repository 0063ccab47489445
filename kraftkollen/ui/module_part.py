"""What a page says of a module that the city does not use, and the button by which an administrator switches it on."""

import streamlit as st

from kraftkollen.access import Permission, may
from kraftkollen.actions.modules import switch
from kraftkollen.actions.site import Site
from kraftkollen.model.modules import Module, used
from kraftkollen.ui import caches
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import paragraph
from kraftkollen.words.modules import module_name

# Pages know nothing but ui.
MONEY = Module.MONEY


def on(page: Page, module: Module) -> bool:
    """Return whether the city uses the module; if not, say so in one sentence, with the button for who may switch it on."""
    if used(page.version.programme, module):
        return True
    name = module_name(module, page.language)
    paragraph(page.words("{name}: not used here. It counts nowhere, neither for nor against.", name=name))
    if may(page.actor, Permission.ADMINISTER) and st.button(page.words("Start using it"), key=f"use {module}"):
        switch(Site.at(caches.data_folder(), page.clock), page.actor, module, used=True)
        st.rerun()
    return False
