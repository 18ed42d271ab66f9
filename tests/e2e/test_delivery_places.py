"""Channels, roles and private threads on the real library: made once, put right, made anew."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.delivery.dispatcher import LEASE
from bot.domain.effects import (
    LANDING,
    Card,
    Kind,
    State,
    group_lane,
    message_payload,
    place_lane,
    thread_payload,
)
from sandbox.faults import Fault
from sandbox.permissions import Permission
from sandbox.world.model import Overwrite

POST = r"/channels/\d+/messages"
MINUTE = timedelta(minutes=1)


class TestPlaces:
    async def test_places_and_groups_are_made_and_seen_by_whom_they_should(self, stage):
        rows = await stage.do(*stage.ensure())
        assert {row.state for row in rows} == {State.SENT}
        visitor = stage.member("Nadia")
        seen = {channel["name"] for channel in visitor.channels(stage.guild.id)}
        assert {"bienvenue", "événements", "mises-en-relation"} <= seen
        assert not {"organisation", "web"} & seen
        await stage.join(visitor)
        give = stage.effect("give", kind=Kind.ROLE_GIVE, payload={"group": 1, "user": visitor.user_id})
        await stage.do(give)
        assert "web" in {channel["name"] for channel in visitor.channels(stage.guild.id)}
        await stage.leave(visitor)
        await stage.do(stage.effect("take", kind=Kind.ROLE_TAKE, payload=dict(give.payload)))
        assert "web" not in {channel["name"] for channel in visitor.channels(stage.guild.id)}

    async def test_making_them_again_changes_nothing(self, stage):
        await stage.do(*stage.ensure())
        before = {channel.id for channel in stage.world.guild_channels(stage.guild.id)}
        stage.sandbox.exchanges.clear()
        await stage.do(*stage.ensure())
        assert {channel.id for channel in stage.world.guild_channels(stage.guild.id)} == before
        assert {exchange.method for exchange in stage.sandbox.exchanges} == {"GET"}

    @pytest.mark.parametrize(
        ("kind", "how"),
        [
            ("slow", {"delay": 1.0}),
            ("lost_reply", {"delay": 0.5, "status": 504}),
            ("lost_reply", {"delay": 0.5, "status": 0}),
        ],
    )
    async def test_one_that_is_made_after_its_attempt_ended_without_an_answer_is_not_made_again(
        self, stage, monkeypatch, kind, how
    ):
        monkeypatch.setattr("bot.delivery.dispatcher.ATTEMPT_SECONDS", 0.5)
        stage.sandbox.faults.add(Fault(kind, "POST", r"/guilds/\d+/roles", **how))
        making = stage.ensure()[-2]
        await stage.record(making)

        async def given_up() -> bool:
            row = await stage.row(making.dedup_key)
            return row.state is State.PENDING and row.attempt == 1

        await stage.until(given_up)
        await stage.until(lambda: any(role.name == "Web" for role in stage.guild.roles.values()))
        assert await given_up()
        stage.sandbox.clock.advance(LANDING)
        (row,) = await stage.ended(making.dedup_key)
        assert (row.state, row.attempt) == (State.SENT, 2)
        assert [role.name for role in stage.guild.roles.values()].count("Web") == 1

    @pytest.mark.parametrize("status", [0, 502, 503])
    async def test_answers_lost_while_making_them_double_nothing(self, stage, status):
        making = r"/guilds/\d+/(channels|roles)"
        stage.sandbox.faults.add(Fault("lost_reply", "POST", making, status=status, times=4))
        await stage.do(*stage.ensure())
        names = Counter(channel.name for channel in stage.world.guild_channels(stage.guild.id))
        assert names == dict.fromkeys(
            [
                "Maillage",
                "Groupes de travail",
                "bienvenue",
                "annonces",
                "événements",
                "mises-en-relation",
                "organisation",
                "web",
            ],
            1,
        )
        assert [role.name for role in stage.world.guild_roles(stage.guild.id)].count("Web") == 1

    @pytest.mark.parametrize(("kind", "first"), [("channels", "Maillage"), ("roles", "@Web")])
    async def test_what_discord_makes_after_its_asker_is_gone_is_not_made_twice(self, stage, kind, first):
        def names() -> Counter[str]:
            found = Counter(channel.name for channel in stage.world.guild_channels(stage.guild.id))
            found.update(f"@{role.name}" for role in stage.world.guild_roles(stage.guild.id))
            return found

        def performed() -> int:
            return sum(one.method == "POST" and one.path.endswith(kind) for one in stage.sandbox.exchanges)

        late = stage.sandbox.faults.add(Fault("slow", "POST", rf"/guilds/\d+/{kind}", delay=0.5))
        others = stage.sandbox.faults.add(Fault("slow", "POST", rf"/guilds/\d+/{kind}", times=None))
        *places, role, channel = stage.ensure()
        making = places[0] if kind == "channels" else role
        await stage.record(making)
        await stage.until(lambda: late.struck)
        await stage.restart()
        if not stage.database.sole_process:
            stage.sandbox.clock.advance(LEASE)  # another process may hold what the dead one had claimed
        await stage.until(lambda: first in names())
        await stage.do(*places, role, channel)
        await stage.until(lambda: performed() == late.struck + others.struck)
        assert set(names().values()) == {1}

    async def test_what_was_renamed_moved_or_opened_is_put_right(self, stage):
        await stage.do(*stage.ensure())
        group = await stage.group()
        stage.world.edit_channel(group.channel_id, name="autre", parent_id=None)
        stage.world.set_overwrite(
            group.channel_id, Overwrite(stage.guild.id, 0, int(Permission.VIEW_CHANNEL), 0)
        )
        stage.world.edit_role(stage.guild.id, group.role_id, name="Autre")
        await stage.do(*stage.ensure())
        channel = stage.world.channel(group.channel_id)
        assert (channel.name, channel.parent_id) == ("web", await stage.place("groups"))
        assert stage.world.role(stage.guild.id, group.role_id).name == "Web"
        visitor = stage.member("Nadia")
        assert "web" not in {one["name"] for one in visitor.channels(stage.guild.id)}

    async def test_a_deleted_channel_is_made_anew_for_the_message_that_needs_it(self, stage):
        await stage.do(*stage.ensure())
        group = await stage.group()
        stage.world.delete_channel(group.channel_id)
        payload = message_payload(Card("words", {"key": "a"}), group=1)
        (row,) = await stage.do(stage.effect("a", lane=group_lane(1), payload=payload))
        renewed = await stage.group()
        assert row.state is State.SENT
        assert row.channel_id == renewed.channel_id != group.channel_id
        assert stage.said(row.channel_id) == ["bonjour a"]

    async def test_so_it_is_for_one_that_was_refused_for_longer_than_anything_may_wait(
        self, stage, monkeypatch
    ):
        await stage.do(*stage.ensure())
        hours = [0.0]
        clock = SimpleNamespace(monotonic=lambda: time.monotonic() + 3600 * hours[0])
        monkeypatch.setattr("bot.delivery.settling.time", clock)
        busy = stage.sandbox.faults.add(Fault("status", "POST", POST, status=503, times=None))
        payload = message_payload(Card("words", {"key": "a"}), group=1)
        await stage.record(stage.effect("a", lane=group_lane(1), payload=payload))
        await stage.until(lambda: busy.struck)
        hours[0] = 2.0
        stage.world.delete_channel((await stage.group()).channel_id)
        stage.sandbox.faults.clear()
        (row,) = await stage.ended("a")
        assert row.state is State.SENT

    async def test_so_is_a_place_and_the_category_above_it(self, stage):
        await stage.do(*stage.ensure())
        events = await stage.place("events")
        stage.world.delete_channel(events)
        stage.world.delete_channel(await stage.place("maillage"))
        payload = message_payload(Card("words", {"key": "a"}), place="events")
        lane = place_lane(stage.guild.id, "events")
        (row,) = await stage.do(stage.effect("a", lane=lane, payload=payload))
        assert row.state is State.SENT
        assert stage.world.channel(row.channel_id).parent_id == await stage.place("maillage")

    async def test_a_deleted_role_is_made_anew_and_given_to_all_members_again(self, stage):
        await stage.do(*stage.ensure())
        people = [stage.member(name) for name in ("Nadia", "Thomas")]
        group = await stage.group()
        for person in people:
            await stage.join(person)
        stage.world.delete_role(stage.guild.id, group.role_id)
        await stage.do(
            stage.effect("give", kind=Kind.ROLE_GIVE, payload={"group": 1, "user": people[0].user_id})
        )
        role_id = (await stage.group()).role_id
        for person in people:
            await stage.until(
                lambda person=person: role_id in stage.world.member(stage.guild.id, person.user_id).role_ids
            )
        await stage.until(
            lambda: all("web" in {one["name"] for one in p.channels(stage.guild.id)} for p in people)
        )

    async def test_a_channel_whose_role_was_deleted_is_made_once_the_role_is(self, stage):
        await stage.do(*stage.ensure())
        lost = await stage.group()
        stage.world.delete_role(stage.guild.id, lost.role_id)
        stage.world.delete_channel(lost.channel_id)
        (row,) = await stage.do(stage.ensure()[-1])
        assert row.state is State.CANCELLED

        async def stands() -> bool:
            group = await stage.group()
            channel = stage.world.channels.get(group.channel_id)
            return channel is not None and group.role_id in channel.overwrites

        await stage.until(stands)

    async def test_an_organisers_role_that_was_deleted_keeps_no_channel_from_being_made(self, stage):
        role = stage.world.create_role(stage.guild.id, "Équipe")
        async with stage.database.write() as unit:
            await unit.communities.set_organiser_role(stage.guild.id, role.id)
        stage.world.delete_role(stage.guild.id, role.id)
        rows = await stage.do(*stage.ensure())
        assert {row.state for row in rows} == {State.SENT}

    async def test_a_role_that_permits_more_than_everybody_may_is_not_adopted(self, stage):
        powerful = stage.world.create_role(stage.guild.id, "Web", permissions=int(Permission.MANAGE_GUILD))
        await stage.do(*stage.ensure())
        assert (await stage.group()).role_id != powerful.id

    async def test_a_prepared_channel_and_role_are_adopted(self, stage):
        role = stage.world.create_role(stage.guild.id, "Web")
        category = stage.world.create_channel(stage.guild.id, "Groupes de travail", 4)
        channel = stage.world.create_channel(stage.guild.id, "web", parent_id=category.id)
        stage.world.move_roles(stage.guild.id, {stage.role.id: 5})
        await stage.do(*stage.ensure())
        group = await stage.group()
        assert (group.role_id, group.channel_id) == (role.id, channel.id)

    async def test_a_person_who_left_needs_no_role(self, stage):
        await stage.do(*stage.ensure())
        gone = stage.member("Nadia")
        stage.world.remove_member(stage.guild.id, gone.user_id)
        payload = {"group": 1, "user": gone.user_id}
        await stage.join(gone)
        (given,) = await stage.do(stage.effect("give", kind=Kind.ROLE_GIVE, payload=payload))
        await stage.leave(gone)
        (taken,) = await stage.do(stage.effect("take", kind=Kind.ROLE_TAKE, payload=payload))
        assert given.state is taken.state is State.SENT

    async def test_a_role_that_cannot_be_made_holds_nobody_back_and_is_given_once_it_is(self, stage):
        full = stage.sandbox.faults.add(Fault("refuse", "POST", r"/guilds/\d+/roles", code=30005, times=None))
        refused = await stage.do(*stage.ensure()[:-1])
        assert full.struck
        assert refused[-1].state is State.FAILED
        early = stage.member("Nadia")
        await stage.join(early)
        payload = {"group": 1, "user": early.user_id}
        (given,) = await stage.do(stage.effect("give", kind=Kind.ROLE_GIVE, payload=payload))
        assert given.state is State.CANCELLED
        stage.sandbox.faults.clear()
        await stage.do(stage.ensure()[-2])
        # Its channel opens to who has it.
        await stage.until(lambda: "web" in {channel["name"] for channel in early.channels(stage.guild.id)})


class TestThreads:
    @pytest.mark.parametrize("status", [0, 502, 503])
    async def test_a_private_thread_opens_once_for_its_members_with_its_first_words(self, stage, status):
        await stage.do(*stage.ensure())
        stage.sandbox.faults.add(Fault("lost_reply", "POST", r"/channels/\d+/threads", status=status))
        nadia, thomas, other = (stage.member(name) for name in ("Nadia", "Thomas", "Sofia"))
        payload = thread_payload(
            "introductions",
            title=Card("words", {"key": "titre"}),
            members=[nadia.user_id, thomas.user_id],
            first=Card("words", {"key": "premier"}),
        )
        await stage.do(stage.effect("t", kind=Kind.THREAD_OPEN, payload=payload))
        await stage.ended("t:first")
        for person in (nadia, thomas):
            (thread,) = person.threads(stage.guild.id)
            assert thread["name"] == "bonjour titre"
            said = [
                message["content"] for message in person.messages(int(thread["id"])) if message["content"]
            ]
            assert said == ["bonjour premier"]
        assert other.threads(stage.guild.id) == []
        assert len(stage.world.guild_threads(stage.guild.id)) == 1
