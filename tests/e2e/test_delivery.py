"""Delivery on the real library: never lost, never doubled, in order, and told when it fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.effects import (
    Card,
    Kind,
    Priority,
    State,
    direct_payload,
    dm_lane,
    group_lane,
    message_payload,
    place_lane,
    thread_payload,
)
from bot.storage.database import Database
from sandbox import Sandbox
from sandbox.faults import Fault
from sandbox.permissions import Permission
from sandbox.world.model import Overwrite
from tests.e2e.stage import Stage, staged

POST = r"/channels/\d+/messages"
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def stage(discord_py: Sandbox, database: Database) -> AsyncIterator[Stage]:
    """A community without channels of ours, and a running dispatcher."""
    async with staged(discord_py, database) as ready:
        yield ready


@pytest.fixture
def lobby(stage: Stage) -> int:
    """A channel that everybody sees."""
    return stage.world.create_channel(stage.guild.id, "accueil").id


class TestOnce:
    async def test_a_message_is_sent_and_its_place_is_known(self, stage, lobby):
        (row,) = await stage.do(stage.effect("a", lobby))
        assert (row.state, row.channel_id) == (State.SENT, lobby)
        assert [int(message["id"]) for message in stage.owner.messages(lobby)] == [row.message_id]

    @pytest.mark.parametrize(
        "fault",
        [
            Fault("status", "POST", POST, status=503),
            Fault("reset", "POST", POST),
            Fault("lost_reply", "POST", POST, status=503),
            Fault("lost_reply", "POST", POST, status=0),
            Fault("rate_limit", "POST", POST, retry_after=0.01),
            Fault("blocked", "POST", POST, retry_after=1),
        ],
        ids=lambda fault: f"{fault.kind}-{fault.status}",
    )
    async def test_a_failure_that_passes_neither_loses_nor_doubles(self, stage, lobby, fault):
        stage.sandbox.faults.add(Fault(**{name: getattr(fault, name) for name in FAULT}))
        (row,) = await stage.do(stage.effect("a", lobby))
        assert row.state is State.SENT
        assert stage.said(lobby) == ["bonjour a"]
        assert stage.posts() == 2

    async def test_words_that_changed_since_a_lost_answer_are_put_right(self, stage, lobby):
        stage.words = "avant"
        fault = stage.sandbox.faults.add(Fault("lost_reply", "POST", POST, status=503))
        stage.sandbox.faults.add(Fault("status", "POST", POST, status=503, times=3))
        await stage.record(stage.effect("a", lobby))
        await stage.until(lambda: fault.struck)
        stage.words = "maintenant"
        await stage.ended("a")
        assert stage.said(lobby) == ["maintenant a"]

    async def test_a_message_deleted_before_its_answer_arrived_is_not_sent_again(self, stage, lobby):
        stage.sandbox.faults.add(Fault("lost_reply", "POST", POST, status=503))
        stage.sandbox.faults.add(Fault("refuse", "POST", POST, code=10008))
        (row,) = await stage.do(stage.effect("a", lobby))
        assert (row.state, row.message_id) == (State.SENT, None)

    async def test_one_in_doubt_for_too_long_is_told_and_not_sent_again(self, stage, lobby):
        await stage.do(*stage.ensure())
        await self._interrupted(stage, stage.effect("a", lobby))
        await stage.dispatcher.start()
        (row,) = await stage.ended("a")
        assert row.state is State.UNCERTAIN
        (notice,) = await self._notices(stage)
        assert "peut-être" in notice
        assert stage.said(lobby) == ["bonjour a"]

    async def test_one_that_may_be_repeated_is_sent_whatever_the_doubt(self, stage, lobby):
        effect = stage.effect("a", lobby)
        payload = {**effect.payload, "repeatable": True}
        await self._interrupted(stage, stage.effect("a", lobby, payload=payload))
        await stage.dispatcher.start()
        (row,) = await stage.ended("a")
        assert row.state is State.SENT

    async def test_a_restart_in_the_middle_misses_and_doubles_nothing(self, stage):
        channels = [stage.world.create_channel(stage.guild.id, f"salon-{n}").id for n in range(6)]
        stage.sandbox.faults.add(Fault("lost_reply", "POST", POST, status=0, times=None, probability=0.2))
        stage.sandbox.faults.add(Fault("slow", "POST", POST, delay=0.01, times=None))
        effects = [stage.effect(f"{n}-{channel}", channel) for n in range(10) for channel in channels]
        await stage.record(*effects)
        for share in (10, 25, 40):
            await stage.until(lambda share=share: sum(len(stage.said(one)) for one in channels) >= share)
            await stage.restart()
        if not stage.database.sole_process:
            stage.sandbox.clock.advance(timedelta(seconds=31))  # what was claimed by the dead comes free
        rows = await stage.ended(*(effect.dedup_key for effect in effects))
        assert Counter(row.state for row in rows) == {State.SENT: 60}
        for channel in channels:
            assert stage.said(channel) == [f"bonjour {n}-{channel}" for n in range(10)]

    async def _interrupted(self, stage: Stage, effect) -> None:
        """Send, lose the answer, and be down past the time in which a nonce is trusted."""
        fault = stage.sandbox.faults.add(Fault("lost_reply", "POST", POST, status=503))
        stage.sandbox.faults.add(Fault("slow", "POST", POST, delay=30, times=None))
        await stage.record(effect)
        await stage.until(lambda: fault.struck)
        await stage.dispatcher.close(0)
        stage.sandbox.faults.clear()
        stage.sandbox.clock.advance(2 * MINUTE)
        stage.dispatcher = stage.new_dispatcher()

    async def _notices(self, stage: Stage) -> list[str]:
        organisation = await stage.place("organisation")
        await stage.until(lambda: stage.said(organisation))
        return stage.said(organisation)


FAULT = ("kind", "method", "path", "times", "status", "code", "retry_after", "delay")


class TestOrder:
    async def test_a_lane_keeps_its_order_whatever_fails(self, stage, lobby):
        stage.sandbox.faults.add(Fault("status", "POST", POST, status=503, times=None, probability=0.4))
        effects = [stage.effect(str(n), lobby) for n in range(12)]
        await stage.do(*effects)
        assert stage.said(lobby) == [f"bonjour {n}" for n in range(12)]

    async def test_a_message_waits_for_its_channel_and_does_not_hold_back_its_making(self, stage):
        group = stage.effect(
            "a", lane=group_lane(1), payload=message_payload(Card("words", {"key": "a"}), group=1)
        )
        await stage.record(group)
        await stage.until(lambda: stage.dispatcher.health.in_flight == 0)
        await stage.do(*stage.ensure())
        (row,) = await stage.ended("a")
        assert row.state is State.SENT
        assert row.channel_id == (await stage.group()).channel_id

    async def test_an_urgent_message_passes_a_backlog(self, stage, lobby):
        channels = [stage.world.create_channel(stage.guild.id, f"salon-{n}").id for n in range(60)]
        await stage.dispatcher.close()
        stage.dispatcher = stage.new_dispatcher(workers=2)
        await stage.record(*(stage.effect(str(one), one, priority=Priority.BULK) for one in channels))
        await stage.record(stage.effect("urgent", lobby, priority=Priority.URGENT))
        await stage.dispatcher.start()
        await stage.until(lambda: stage.said(lobby))
        assert sum(len(stage.said(one)) for one in channels) <= 4

    async def test_close_lets_what_is_being_sent_finish(self, stage, lobby):
        stage.sandbox.faults.add(Fault("slow", "POST", POST, delay=0.2))
        await stage.record(stage.effect("a", lobby), stage.effect("b", lobby))
        await stage.until(lambda: stage.dispatcher.health.in_flight)
        await stage.dispatcher.close()
        first, second = await stage.row("a"), await stage.row("b")
        assert first is not None
        assert second is not None
        assert (first.state, second.state) == (State.SENT, State.PENDING)


class TestRefusals:
    async def test_a_missing_permission_is_named_to_the_organisers(self, stage, lobby):
        await stage.do(*stage.ensure())
        stage.world.set_overwrite(
            lobby, Overwrite(stage.application.user_id, 1, 0, int(Permission.SEND_MESSAGES))
        )
        (row,) = await stage.do(stage.effect("a", lobby))
        assert row.state is State.FAILED
        organisation = await stage.place("organisation")
        await stage.until(lambda: stage.said(organisation))
        (notice,) = stage.said(organisation)
        assert "Envoyer des messages" in notice
        assert f"<#{lobby}>" in notice

    async def test_a_quiet_failure_is_left_to_its_report(self, stage, lobby):
        await stage.do(*stage.ensure())
        effect = stage.effect("a", 1)
        await stage.do(stage.effect("a", 1, payload={**effect.payload, "quiet": True}))
        await stage.do(stage.effect("b", lobby))
        assert stage.said(await stage.place("organisation")) == []
        assert [row.dedup_key for row in stage.settled if row.kind is Kind.MESSAGE_POST] == ["a", "b"]

    async def test_the_owner_is_told_when_the_organisation_cannot_be_reached(self, stage):
        stage.world.edit_role(stage.guild.id, stage.role.id, permissions=0)
        await stage.do(*(effect for effect in stage.ensure() if effect.payload == {"place": "maillage"}))
        dm = stage.owner.dm_with(stage.application.user_id)
        await stage.until(lambda: stage.said(dm))
        (notice,) = stage.said(dm)
        assert "Gérer les salons" in notice

    async def test_what_is_over_is_dropped_and_told_unless_a_later_one_replaces_it(self, stage, lobby):
        await stage.do(*stage.ensure())
        await stage.dispatcher.close()
        now = stage.clock.now()
        soon = now + MINUTE
        replaced = stage.effect("old", lobby, expires_at=soon)
        await stage.record(
            stage.effect("late", lobby, expires_at=soon),
            stage.effect("old", lobby, expires_at=soon, payload={**replaced.payload, "superseded": True}),
        )
        stage.sandbox.clock.advance(2 * MINUTE)
        stage.dispatcher = stage.new_dispatcher()
        await stage.dispatcher.start()
        rows = await stage.ended("late", "old")
        assert [row.state for row in rows] == [State.EXPIRED] * 2
        organisation = await stage.place("organisation")
        await stage.until(lambda: stage.said(organisation))
        assert len(stage.said(organisation)) == 1
        assert stage.said(lobby) == []

    async def test_closed_direct_messages_open_a_thread_with_that_person_alone(self, stage):
        await stage.do(*stage.ensure())
        shy = stage.member("Nadia", dms_open=False)
        other = stage.member("Thomas")
        payload = direct_payload(
            Card("words", {"key": "question"}), shy.user_id, place="introductions", title="words"
        )
        (row,) = await stage.do(
            stage.effect("dm", kind=Kind.DM_POST, lane=dm_lane(shy.user_id), payload=payload)
        )
        assert row.state is State.FAILED
        await stage.ended("dm:fallback", "dm:fallback:first")
        (thread,) = shy.threads(stage.guild.id)
        assert other.threads(stage.guild.id) == []
        assert [message["content"] for message in shy.messages(int(thread["id"])) if message["content"]] == [
            "bonjour question"
        ]
        assert stage.said(await stage.place("organisation")) == []
        # What is edited or taken back later is found where it went.
        stage.words = "répondu"
        edit = {**payload, "message_of": "dm"}
        await stage.do(stage.effect("edit", kind=Kind.MESSAGE_EDIT, lane="dm:x", payload=edit))
        assert [message["content"] for message in shy.messages(int(thread["id"])) if message["content"]] == [
            "répondu question"
        ]

    async def test_open_direct_messages_get_it(self, stage):
        open_one = stage.member("Sofia")
        await stage.do(
            stage.effect(
                "dm",
                kind=Kind.DM_POST,
                lane=dm_lane(open_one.user_id),
                payload=message_payload(Card("words", {"key": "x"}), user=open_one.user_id),
            )
        )
        dm = open_one.dm_with(stage.application.user_id)
        assert [message["content"] for message in open_one.messages(dm)] == ["bonjour x"]

    async def test_an_unknown_token_stops_delivery_and_loses_nothing(self, stage, lobby):
        stage.sandbox.faults.add(Fault("status", "POST", POST, status=401))
        await stage.record(stage.effect("a", lobby))
        await stage.until(lambda: stage.dispatcher.health.stopped)
        await stage.restart()
        (row,) = await stage.ended("a")
        assert row.state is State.SENT
        assert stage.said(lobby) == ["bonjour a"]

    async def test_a_flagged_bot_sends_no_more_direct_messages_but_all_else(self, stage, lobby):
        stage.sandbox.faults.add(Fault("refuse", "POST", POST, code=20026))
        someone = stage.member("Sofia")

        def dm(key: str):
            payload = message_payload(Card("words", {"key": key}), user=someone.user_id)
            return stage.effect(key, kind=Kind.DM_POST, lane=dm_lane(someone.user_id), payload=payload)

        rows = await stage.do(dm("first"), dm("second"))
        assert [row.state for row in rows] == [State.FAILED] * 2
        await stage.do(stage.effect("a", lobby))
        assert stage.posts() == 2  # the refused one, and the channel's

    async def test_a_card_with_nothing_left_to_say_is_not_sent(self, stage, lobby):
        payload = message_payload(Card("nothing"), channel=lobby)
        (row,) = await stage.do(stage.effect("a", lobby, payload=payload))
        assert row.state is State.CANCELLED
        assert stage.posts() == 0

    async def test_a_fault_of_one_delivery_holds_back_no_other(self, stage, lobby, caplog):
        payload = message_payload(Card("no such card"), channel=lobby)
        first, second = await stage.do(stage.effect("a", lobby, payload=payload), stage.effect("b", lobby))
        assert (first.state, second.state) == (State.FAILED, State.SENT)
        assert "fault in delivery" in caplog.text


class TestWithdrawing:
    async def test_what_is_withdrawn_while_it_is_sent_is_taken_back(self, stage, lobby):
        fault = stage.sandbox.faults.add(Fault("slow", "POST", POST, delay=0.2))
        await stage.record(stage.effect("a", lobby))
        await stage.until(lambda: fault.struck)
        async with stage.database.write() as unit:
            assert (await unit.deliveries.withdraw("test:1", stage.clock.now())).in_flight == 1
        await stage.ended("a", "a:withdrawn")
        assert stage.said(lobby) == []

    async def test_edits_and_deletions_find_the_message_and_bear_its_being_gone(self, stage, lobby):
        await stage.do(stage.effect("a", lobby))
        payload = {**message_payload(Card("words", {"key": "a"}), channel=lobby), "message_of": "a"}
        stage.words = "bonsoir"
        await stage.do(stage.effect("edit", lobby, kind=Kind.MESSAGE_EDIT, payload=payload))
        assert stage.said(lobby) == ["bonsoir a"]
        delete = stage.effect("delete", lobby, kind=Kind.MESSAGE_DELETE, payload={"message_of": "a"})
        again = stage.effect("delete again", lobby, kind=Kind.MESSAGE_DELETE, payload={"message_of": "a"})
        late = stage.effect("edit again", lobby, kind=Kind.MESSAGE_EDIT, payload=payload)
        rows = await stage.do(delete, again, late)
        assert [row.state for row in rows] == [State.SENT, State.SENT, State.CANCELLED]
        assert stage.said(lobby) == []


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

    @pytest.mark.parametrize("status", [0, 503])
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
                "événements",
                "mises-en-relation",
                "organisation",
                "web",
            ],
            1,
        )
        assert [role.name for role in stage.world.guild_roles(stage.guild.id)].count("Web") == 1

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


class TestThreads:
    @pytest.mark.parametrize("status", [0, 503])
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
