"""Delivery on the real library: in order, withdrawn in time, and told to whoever can act when it fails."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.effects import (
    Card,
    Kind,
    Priority,
    State,
    direct_payload,
    dm_lane,
    group_lane,
    message_payload,
)
from sandbox.faults import Fault
from sandbox.permissions import Permission
from sandbox.world.model import Overwrite

POST = r"/channels/\d+/messages"
MINUTE = timedelta(minutes=1)


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
        # It took another way: nobody has to see to it.
        assert row.state is State.CANCELLED
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

    async def test_one_that_cannot_take_another_way_has_failed(self, stage, monkeypatch):
        def broken(*_: object, **__: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr("bot.delivery.handlers.messages.thread_payload", broken)
        shy = stage.member("Nadia", dms_open=False)
        payload = direct_payload(
            Card("words", {"key": "question"}), shy.user_id, place="introductions", title="words"
        )
        (row,) = await stage.do(
            stage.effect("dm", kind=Kind.DM_POST, lane=dm_lane(shy.user_id), payload=payload)
        )
        assert row.state is State.FAILED

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
        # It waits for the next start; a process that dies before it has said so leaves it to its lease.
        await stage.until(lambda: _waits(stage, "a"))
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


async def _waits(stage, key: str) -> bool:
    row = await stage.row(key)
    return row is not None and row.state is State.PENDING
