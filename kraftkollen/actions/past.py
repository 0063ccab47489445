"""What was known at an earlier time, written out again as published files in a folder of the caller's own."""

import json
from datetime import datetime
from pathlib import Path

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.publish import figures_as_of
from kraftkollen.actions.site import Site
from kraftkollen.disclosure.lattice import METHOD
from kraftkollen.errors import NotFound
from kraftkollen.model.actor import Actor
from kraftkollen.store import places, published, register, versions
from kraftkollen.store.drafts import Meta, RegisterContent, draft_figures, draft_register
from kraftkollen.store.folder import Folder


def write_out(site: Site, actor: Actor, as_of: datetime, folder: Path) -> None:
    """Write the figures and the register as they were known at a time (UTC), to be read as any published version.

    The figures are those of the version that was the newest then, with the cells that it hid; the register is what had been
    recorded, and the borders are today's.

    Raises
    ------
    NotFound
        If nothing had been published by then, or by an older method of disclosure control alone.
    """
    access.require(actor, Permission.SEE_PUBLISHED)
    figures = figures_as_of(site, actor, as_of)
    with site.journal.read() as transaction:
        version = versions.newest(transaction, versions.FIGURES, as_of, METHOD)
        if version is None or version.definitions is None:
            raise NotFound(what="register_then", given=as_of.date().isoformat())
        definitions = versions.definitions(transaction, version.definitions)
        divisions = places.current_divisions(transaction, version.last_border_set)
        borders = (places.current_borders(transaction, one) for one in divisions)
        content = RegisterContent(
            records=tuple(
                (one.kind, one.id, json.dumps(one.body, ensure_ascii=False))
                for one in register.records_as_of(transaction, register.last_record(transaction, as_of))
            ),
            levels=places.levels(transaction),
            divisions=divisions,
            areas=places.areas(transaction, divisions),
            borders=tuple(one for one in borders if one is not None),
        )
    target, meta = Folder(folder), Meta(version.id, version.at, version.method, definitions)
    drafts = {
        versions.FIGURES: draft_figures(target, meta, figures),
        versions.REGISTER: draft_register(target, Meta(version.id, version.at, version.method), content),
    }
    published.put_in_place(target, drafts)
