"""Who sees and writes in the channels of a community, and which permissions that takes."""

from __future__ import annotations

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import permissions
from bot.domain.effects import Kind
from bot.domain.permissions import Permission
from bot.domain.places import GROUP_RULE, PLACES, Overwrite, Parties, overwrites, place_of, to_mend
from bot.i18n import Catalogues

EVERYONE, BOT, ORGANISERS, GROUP = 1, 2, 3, 4
PARTIES = Parties(EVERYONE, BOT, ORGANISERS, GROUP)


def may(rule, roles: tuple[int, ...], *, member: int = 0) -> Permission:
    """Compute what somebody may do in a channel, as Discord does, starting with every permission we know."""
    allowed = permissions.needed()
    found = overwrites(rule, PARTIES)
    for one in found:
        if one.target_id == EVERYONE:
            allowed = allowed & ~one.deny | one.allow
    deny = allow = permissions.NONE
    for one in found:
        if not one.is_member and one.target_id in roles:
            deny |= one.deny
            allow |= one.allow
    allowed = allowed & ~deny | allow
    for one in found:
        if one.is_member and one.target_id == member:
            allowed = allowed & ~one.deny | one.allow
    return allowed


@pytest.mark.parametrize("key", ["welcome", "announcements", "events", "introductions"])
def test_members_read_but_do_not_write_in_the_public_places(key):
    rule = place_of(key).rule
    theirs = may(rule, ())
    assert Permission.VIEW_CHANNEL in theirs
    assert not theirs & (Permission.SEND_MESSAGES | permissions.OPEN_THREADS)
    # Private threads are written in by those whom the bot adds.
    assert Permission.SEND_MESSAGES_IN_THREADS in theirs


def test_organisers_write_where_members_only_read_but_nobody_chats_beside_introductions():
    assert Permission.SEND_MESSAGES in may(place_of("events").rule, (ORGANISERS,))
    assert Permission.SEND_MESSAGES not in may(place_of("introductions").rule, (ORGANISERS,))


def test_the_organisation_is_seen_by_organisers_alone():
    rule = place_of("organisation").rule
    assert Permission.VIEW_CHANNEL not in may(rule, (GROUP,))
    assert permissions.READ | permissions.WRITE in may(rule, (ORGANISERS,))


def test_a_groups_channel_is_its_members_and_the_organisers():
    assert Permission.VIEW_CHANNEL not in may(GROUP_RULE, ())
    assert permissions.READ | permissions.WRITE in may(GROUP_RULE, (GROUP,))
    assert permissions.READ | permissions.WRITE in may(GROUP_RULE, (ORGANISERS,))


@pytest.mark.parametrize("rule", [GROUP_RULE, *(place.rule for place in PLACES if place.rule)])
def test_the_bot_never_shuts_itself_out(rule):
    needed = permissions.READ | permissions.WRITE | Permission.CREATE_PRIVATE_THREADS
    assert needed in may(rule, (), member=BOT)


@pytest.mark.parametrize("rule", [GROUP_RULE, *(place.rule for place in PLACES if place.rule)])
def test_overwrites_name_only_what_the_bot_itself_has(rule):
    for overwrite in overwrites(rule, PARTIES):
        assert (overwrite.allow | overwrite.deny) in permissions.needed()


def test_the_values_are_discords_own():
    for permission in permissions.needed():
        name = (permission.name or "").lower()
        assert getattr(discord.Permissions(permission.value), name), name


def test_every_kind_of_effect_says_what_it_takes():
    assert set(permissions.FOR_KIND) == set(Kind)


def test_each_permission_and_place_has_its_name_and_reason_in_every_language():
    catalogues = Catalogues.load()
    for locale in catalogues.locales:
        language = catalogues.language(locale)
        for permission in permissions.needed():
            assert language.has(permission.message)
            assert language.has(f"{permission.message}.why")
        for place in PLACES:
            assert language.has(place.message)
            assert place.is_category or language.has(f"{place.message}.topic")


_BITS = st.sampled_from(range(64)).map(lambda bits: Permission(bits << 10))


@given(_BITS, _BITS, _BITS, _BITS)
def test_mending_makes_ours_true_and_leaves_the_rest_as_organisers_set_it(
    allow, deny, theirs_allow, theirs_deny
):
    wanted = Overwrite(9, is_member=False, allow=allow & ~deny, deny=deny & ~allow)
    present = Overwrite(
        9, is_member=False, allow=theirs_allow & ~theirs_deny, deny=theirs_deny & ~theirs_allow
    )
    mended = (to_mend([wanted], [present]) or [present])[0]
    assert mended.allow & wanted.allow == wanted.allow
    assert mended.deny & wanted.deny == wanted.deny
    ours = wanted.allow | wanted.deny
    assert mended.allow & ~ours == present.allow & ~ours
    assert mended.deny & ~ours == present.deny & ~ours
    assert not mended.allow & mended.deny
    assert to_mend([wanted], [mended]) == []
