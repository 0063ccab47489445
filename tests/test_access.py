"""Who may do what: the whole table, spelled out; and every action and view asks it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions import (
    areas,
    conflicts,
    decide,
    deliver,
    erase,
    examine,
    history,
    moves,
    programme,
    publish,
    publish_apart,
    setup,
    verify,
)
from kraftkollen.actions.site import Site
from kraftkollen.errors import NotAllowed, SameApprover
from kraftkollen.model.actor import Actor, Role, local_actor
from kraftkollen.model.delivery import Form
from kraftkollen.views.reading import Reading, open_newest
from tests.journals import in_file
from tests.store_fixtures import LOCAL, START, Store, attendance, parcel, store_at

TABLE = """
                     see_editions see_published see_deliveries see_delivered deliver approve
visitor              yes          -             -              -             -       -
reader               yes          yes           -              -             -       -
politician           yes          yes           -              -             -       -
steering_group       yes          yes           yes            -             -       -
secretary            yes          yes           yes            -             -       -
officer              yes          yes           yes            -             yes     -
central_statistician yes          yes           yes            yes           yes     -
approver             yes          yes           yes            yes           -       yes
analyst              yes          yes           yes            -             -       -
administrator        yes          yes           yes            -             -       -

                     erase publish publish_register edit_register speak_for_own import_areas administer evaluate
visitor              -     -       -                -             -             -            -          -
reader               -     -       -                -             -             -            -          -
politician           -     -       -                -             -             -            -          -
steering_group       -     -       -                -             -             -            -          -
secretary            -     -       yes              yes           -             -            -          -
officer              -     yes     yes              -             yes           -            -          -
central_statistician -     yes     yes              -             -             -            -          -
approver             -     yes     yes              -             -             -            -          -
analyst              -     -       yes              -             -             -            -          yes
administrator        yes   yes     yes              yes           -             yes          yes        yes

                     see_drafts publish_editions
visitor              -          -
reader               -          -
politician           -          -
steering_group       -          -
secretary            yes        yes
officer              -          -
central_statistician yes        -
approver             -          -
analyst              yes        -
administrator        yes        yes
"""


def rows() -> list[tuple[str, str, bool]]:
    parts = [part.strip().splitlines() for part in TABLE.split("\n\n")]
    return [
        (role, permission, said == "yes")
        for names, *lines in parts
        for role, *said_of in (line.split() for line in lines)
        for permission, said in zip(names.split(), said_of, strict=True)
    ]


@pytest.mark.parametrize(("role", "permission", "allowed"), rows())
def test_a_role_may_what_the_table_says_and_nothing_else(role: str, permission: str, allowed: bool) -> None:
    actor = Actor("Någon", frozenset({Role(role)}))
    assert access.may(actor, Permission(permission)) is allowed
    if not allowed:
        with pytest.raises(NotAllowed) as refusal:
            access.require(actor, Permission(permission))
        assert refusal.value.details == {"permission": permission, "actor": "Någon"}


def test_the_table_above_names_every_role_and_every_permission() -> None:
    assert {(role, permission) for role, permission, _ in rows()} == {(role, one) for role in Role for one in Permission}
    assert len(rows()) == len(Role) * len(Permission)


def test_nobody_without_a_role_may_anything() -> None:
    assert not any(access.may(Actor("Ingen", frozenset()), one) for one in Permission)


def test_roles_add_up() -> None:
    actor = Actor("Båda", frozenset({Role.READER, Role.APPROVER}))
    assert access.may(actor, Permission.APPROVE)
    assert not access.may(actor, Permission.DELIVER)


def test_the_local_user_may_everything_and_approve_the_own_delivery() -> None:
    actor = local_actor("Lo")
    assert all(access.may(actor, one) for one in Permission)
    access.require_approver(actor, "Lo", "1")


def test_an_officer_delivers_for_own_owners_and_a_statistician_for_all() -> None:
    officer = Actor("Olle", frozenset({Role.OFFICER}), frozenset({"a", "b"}))
    access.require_owners(officer, frozenset({"a"}))
    access.require_owners(officer, frozenset({"a", "b"}))
    for owners in ({"c"}, {"a", "c"}):
        with pytest.raises(NotAllowed):
            access.require_owners(officer, frozenset(owners))
    with pytest.raises(NotAllowed):
        access.require_owners(Actor("Ola", frozenset({Role.OFFICER})), frozenset({"a"}))
    access.require_owners(Actor("Stina", frozenset({Role.CENTRAL_STATISTICIAN})), frozenset({"c"}))
    with pytest.raises(NotAllowed):
        access.require_owners(Actor("Adam", frozenset({Role.APPROVER}), frozenset({"a"})), frozenset({"a"}))


def test_an_approver_is_another_person_than_the_deliverer() -> None:
    approver = Actor("Ada", frozenset({Role.APPROVER}))
    access.require_approver(approver, "Olle", "1")
    with pytest.raises(SameApprover):
        access.require_approver(approver, "Ada", "1")
    with pytest.raises(NotAllowed):
        access.require_approver(Actor("Olle", frozenset({Role.OFFICER})), "Ada", "1")


@pytest.mark.parametrize(
    ("role", "own", "others"),
    [("officer", True, False), ("central_statistician", True, True), ("approver", True, True)]
    + [
        (one, False, False)
        for one in ("visitor", "reader", "politician", "steering_group", "secretary", "analyst", "administrator")
    ],
)
def test_a_delivery_as_it_came_is_seen_by_its_deliverer_an_approver_and_the_statistician(
    role: str, own: bool, others: bool
) -> None:
    actor = Actor("Olle", frozenset({Role(role)}))
    assert access.may_see_delivered(actor, "Olle") is own
    assert access.may_see_delivered(actor, "Annan") is others


_LINE = attendance("10101", 900, 1000)
_LAYER = areas.Layer(b"{}", "x.geojson")
ACTIONS: dict[Permission, list[Callable[[Site, Actor], object]]] = {
    Permission.DELIVER: [
        lambda site, actor: examine.preview(site, actor, parcel(_LINE), Form()),
        lambda site, actor: moves.moves_of_file(site, actor, parcel(_LINE), Form()),
        lambda site, actor: deliver.deliver(site, actor, parcel(_LINE), Form()),
        lambda site, actor: moves.moves_of(site, actor, examine.examine(site, LOCAL, parcel(_LINE), Form())),
    ],
    Permission.APPROVE: [
        lambda site, actor: decide.approve(site, actor, 1),
        lambda site, actor: decide.reject(site, actor, 1),
        lambda site, actor: decide.revert(site, actor, 1),
    ],
    Permission.SEE_DELIVERIES: [
        deliver.batches,
        history.audit,
        lambda site, actor: history.history_of(site, actor, indicator="a", division="b", area="c", period="2024"),
        lambda site, actor: history.kept_file(site, actor, 1),
        lambda site, actor: conflicts.same_file(site, actor, "0" * 64),
        lambda site, actor: moves.moves(site, actor, 1),
        lambda site, actor: deliver.receipt(site, actor, 1),
        lambda site, actor: conflicts.before_deciding(site, actor, 1),
    ],
    Permission.ERASE: [lambda site, actor: erase.erase(site, actor, 1, "fel", "beslut 7")],
    Permission.ADMINISTER: [verify.verify],
    Permission.PUBLISH: [publish.publish, publish_apart.publish_apart],
    Permission.PUBLISH_REGISTER: [publish.publish_register],
    Permission.SEE_PUBLISHED: [
        lambda site, actor: publish.figures_as_of(site, actor, START),
        programme.exported,
        lambda site, actor: Reading(actor, open_newest(site.folder.path), "sv"),
    ],
    Permission.IMPORT_AREAS: [lambda site, actor: areas.import_areas(site, actor, _LAYER)],
}


@pytest.mark.parametrize(("permission", "act"), [(one, act) for one, acts in ACTIONS.items() for act in acts])
@in_file
def test_every_action_refuses_whoever_lacks_its_permission(
    malmo: Store, permission: Permission, act: Callable[[Site, Actor], object]
) -> None:
    malmo.deliver(_LINE)
    without = frozenset(role for role in Role if permission not in access.ALLOWED[role])
    actor = Actor("Utan", without)
    journal = malmo.site.folder.journal.read_bytes()
    with pytest.raises(NotAllowed) as refusal:
        act(malmo.site, actor)
    assert refusal.value.details["permission"] == permission.value
    assert malmo.site.folder.journal.read_bytes() == journal


def test_making_a_store_takes_an_administrator(tmp_path: Path) -> None:
    actor = Actor("Utan", frozenset(Role) - {Role.ADMINISTRATOR})
    with pytest.raises(NotAllowed):
        setup.init(store_at(tmp_path / "x").site, actor, "malmo", empty=True, progress=publish.silent)
    assert not (tmp_path / "x").exists()
