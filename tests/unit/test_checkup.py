"""The rules of the check-up, and what it shows however much is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.checkup import Badge, Checkup, Flaw, Home, SeenPlace, Server, Stock, examine
from bot.domain.permissions import NONE, Permission, needed
from bot.i18n import Catalogues
from bot.ui.checkup import checkup

ALL, NOTHING = needed(), Stock()
CATALOGUES = Catalogues.load()
GROUPS = range(1, 51)
HOMES = [Home(number, group={"fr": f"Groupe {number} " + "x" * 80}) for number in GROUPS]
BADGES = [Badge(100 + number, {"fr": f"Groupe {number} " + "x" * 80}) for number in GROUPS]


def server(permissions: Permission = ALL, **changes: Any) -> Server:
    values: dict[str, Any] = {
        "permissions": permissions,
        "channels": {number: SeenPlace(needed()) for number in GROUPS},
        "roles": {100 + number: True for number in GROUPS},
        "role_name": "Maillage",
        "publishing": True,
        "knows_members": True,
    }
    return Server(**{**values, **changes})


def found(seen: Server, stock: Stock = NOTHING) -> Checkup:
    return examine(seen, HOMES, BADGES, stock, None)


SOME = st.sets(st.sampled_from(list(needed()))).map(lambda some: Permission(sum(some)))
EACH = st.lists(SOME, min_size=len(GROUPS), max_size=len(GROUPS))


@settings(deadline=None)
@given(SOME, EACH)
def test_what_lacks_on_the_server_is_told_once_and_each_channel_at_most_twice(
    on_server: Permission, in_channels: list[Permission]
):
    channels = {number: SeenPlace(granted) for number, granted in zip(GROUPS, in_channels, strict=True)}
    result = found(server(on_server, channels=channels))
    lacking = needed() & ~on_server
    told = [finding for finding in result.findings if finding.flaw is Flaw.SERVER_PERMISSIONS]
    assert [set(finding.permissions) for finding in told] == ([set(lacking)] if lacking else [])
    elsewhere = [finding for finding in result.findings if finding.homes]
    assert all(not set(finding.permissions) & set(lacking) for finding in elsewhere)
    named = [home.channel_id for finding in elsewhere for home in finding.homes]
    assert all(named.count(number) <= 2 for number in GROUPS)


@settings(deadline=None, max_examples=50)
@given(SOME, EACH, st.booleans(), st.booleans(), st.integers(0, 3000))
def test_whatever_is_wrong_the_answer_fits_a_message_in_either_language(
    on_server: Permission, in_channels: list[Permission], roles: bool, channels: bool, number: int
):
    seen = server(
        on_server,
        channels=dict(zip(GROUPS, map(SeenPlace, in_channels), strict=True)) if channels else {},
        roles={100 + one: False for one in GROUPS} if roles else {},
        knows_members=False,
    )
    result = found(seen, Stock(number, number, number, number, number or None))
    for locale in ("fr", "en"):
        view = checkup(result, CATALOGUES.language(locale)).view
        assert view is not None
        assert view.content_length() <= 4000


def test_the_gravest_comes_first():
    result = found(server(NONE, knows_members=False), Stock(failed=1, late=2))
    order = list(Flaw)
    flaws = [order.index(finding.flaw) for finding in result.findings]
    assert flaws == sorted(flaws)


@pytest.mark.parametrize(
    ("permissions", "mendable"),
    [(needed(), True), (needed() & ~Permission.MANAGE_CHANNELS, True), (NONE, False)],
)
def test_what_is_missing_is_made_where_nothing_hinders_it(permissions: Permission, mendable: bool):
    seen = server(permissions, channels={}, roles={})
    assert found(seen).mendable is mendable


def test_while_delivery_is_paused_nothing_counts_as_late():
    flaws = [finding.flaw for finding in found(server(), Stock(late=5, to_look_up=5)).findings]
    assert flaws == [Flaw.PAUSED]
