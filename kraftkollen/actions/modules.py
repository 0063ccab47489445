"""Switches parts of the product on and off for the city: an administrator's act, recorded like any other."""

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.enter import Entry, enter
from kraftkollen.actions.site import Site
from kraftkollen.model.actor import Actor
from kraftkollen.model.modules import Module, ModuleSwitch


def switch(site: Site, actor: Actor, module: Module, *, used: bool, why: str | None = None) -> int:
    """Switch a module on or off; return 1 if it changed, 0 if it stood so already.

    Raises
    ------
    NotAllowed
        Unless the actor is an administrator.
    """
    access.require(actor, Permission.ADMINISTER)
    body = ModuleSwitch(id=module, used=used).model_dump(mode="json", exclude_defaults=True)
    return enter(site, actor, [Entry("modules", module.value, body)], why)
