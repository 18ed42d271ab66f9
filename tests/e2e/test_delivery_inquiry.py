"""After a copy was put back, on either database: what is looked up, what is made of it, and what goes on meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from bot.delivery.handlers import lookup
from bot.domain.effects import (
    Card,
    Delivery,
    Effect,
    Kind,
    State,
    dm_lane,
    message_payload,
    place_lane,
    thread_payload,
)
from bot.storage.tables import delivery as table
from sandbox.faults import Fault
from sandbox.permissions import Permission
from sandbox.world.model import Overwrite
from tests.e2e.stage import Stage

POST = r"/channels/\d+/messages"
LONG = timedelta(minutes=10)


def card(stage: Stage, channel_id: int, key: str = "a", **more: object) -> Effect:
    """Make an effect that posts a card."""
    payload = {**message_payload(Card("card", {"key": key}), channel=channel_id), **more}
    return stage.effect(key, channel_id, payload=payload)


async def lost_and_put_back(stage: Stage, *effects: Effect, ran: bool = True) -> None:
    """Record these, have them done by a run (or not) that is then lost, and put the state before it back.

    What followed from them is lost as well. The dispatcher is not started.
    """
    await stage.until(lambda: stage.dispatcher.health.in_flight == 0)
    await stage.dispatcher.close(0)
    await stage.record(*effects)
    copied_at = stage.clock.now()
    keys = [effect.dedup_key for effect in effects]
    before = {key: await found(stage, key) for key in keys}
    async with stage.database.read() as unit:
        known = [row.id for row in [await unit.deliveries.by_key(key) for key in keys] if row is not None]
        last = max(known)
    if ran:
        stage.dispatcher = stage.new_dispatcher()
        await stage.dispatcher.start()
        await stage.ended(*keys)
        await stage.until(lambda: nothing_open(stage))
        await stage.dispatcher.close(0)
    async with stage.database.write() as unit:
        connection = unit.deliveries._connection
        await connection.execute(delete(table).where(table.c.id > last))
        for row in before.values():
            await connection.execute(
                update(table)
                .where(table.c.id == row.id)
                .values(
                    state=row.state,
                    attempt=row.attempt,
                    uncertain_since=None,
                    channel_id=None,
                    message_id=None,
                    settled_at=None,
                )
            )
        await unit.eras.stamp(copied_at)
    stage.sandbox.clock.advance(LONG)
    async with stage.database.write() as unit:
        await unit.eras.begin(stage.clock.now())
    stage.database.era_changed()


async def found(stage: Stage, key: str) -> Delivery:
    row = await stage.row(key)
    assert row is not None
    return row


async def nothing_open(stage: Stage) -> bool:
    async with stage.database.read() as unit:
        return not await unit.deliveries.backlog(stage.clock.now())


async def resumed(stage: Stage, *keys: str) -> list[State]:
    stage.dispatcher = stage.new_dispatcher()
    await stage.dispatcher.start()
    ended = [row.state for row in await stage.ended(*keys)]
    await stage.until(lambda: nothing_open(stage))
    return ended


def hide_history(stage: Stage, channel_id: int) -> None:
    refused = Overwrite(stage.guild.id, 0, deny=int(Permission.READ_MESSAGE_HISTORY))
    stage.world.set_overwrite(channel_id, refused)


class TestLookedUp:
    async def test_what_stands_counts_as_sent_and_is_left_as_it_is(self, stage, lobby):
        await lost_and_put_back(stage, card(stage, lobby))
        stage.words = "autrement"
        posts = stage.posts()
        assert await resumed(stage, "a") == [State.SENT]
        assert stage.posts() == posts
        assert stage.said(lobby) == ["## bonjour a"]
        (message,) = stage.owner.messages(lobby)
        assert (await found(stage, "a")).message_id == int(message["id"])

    async def test_what_does_not_stand_is_sent_once(self, stage, lobby):
        await lost_and_put_back(stage, card(stage, lobby), ran=False)
        assert await resumed(stage, "a") == [State.SENT]
        assert stage.said(lobby) == ["## bonjour a"]

    async def test_what_was_edited_or_answered_since_is_known_by_its_mark(self, stage, lobby):
        post = card(stage, lobby)
        await stage.do(card(stage, lobby, "other"))
        edit = stage.effect(
            "a:edit",
            lobby,
            kind=Kind.MESSAGE_EDIT,
            payload={**message_payload(Card("card", {"key": "later"}), channel=lobby), "message_of": "a"},
        )
        await lost_and_put_back(stage, post, edit)
        assert await resumed(stage, "a", "a:edit") == [State.SENT, State.SENT]
        assert stage.said(lobby) == ["## bonjour other", "## bonjour later"]

    async def test_where_its_channel_is_gone_it_is_as_good_as_new(self, stage):
        gone = stage.world.create_channel(stage.guild.id, "bientôt-supprimé").id
        await lost_and_put_back(stage, card(stage, gone, quiet=True))
        stage.world.delete_channel(gone)
        assert await resumed(stage, "a") == [State.FAILED]

    async def test_a_direct_message_is_looked_up_too(self, stage):
        someone = stage.member("Sofia")
        payload = message_payload(Card("card", {"key": "a"}), user=someone.user_id)
        effect = stage.effect("a", kind=Kind.DM_POST, lane=dm_lane(someone.user_id), payload=payload)
        await lost_and_put_back(stage, effect)
        assert await resumed(stage, "a") == [State.SENT]
        assert len(someone.messages(someone.dm_with(stage.application.user_id))) == 1

    async def test_a_thread_is_found_with_its_first_words(self, stage):
        await stage.do(*stage.ensure())
        someone = stage.member("Sofia")
        effect = stage.effect(
            "a",
            kind=Kind.THREAD_OPEN,
            lane=place_lane(stage.guild.id, "introductions"),
            payload=thread_payload(
                "introductions",
                title=Card("words", {"key": "fil"}),
                members=[someone.user_id],
                first=Card("card", {"key": "premier"}),
            ),
        )
        await lost_and_put_back(stage, effect)
        assert await resumed(stage, "a", "a:first") == [State.SENT, State.SENT]
        (thread,) = someone.threads(stage.guild.id)
        said = [message for message in someone.messages(int(thread["id"])) if message["components"]]
        assert len(said) == 1


class TestDoubt:
    async def test_where_the_history_is_closed_it_is_told_and_not_sent_unless_somebody_insists(
        self, stage, lobby
    ):
        await stage.do(*stage.ensure())
        hide_history(stage, lobby)
        await lost_and_put_back(stage, card(stage, lobby))
        assert await resumed(stage, "a") == [State.UNCERTAIN]
        assert len(stage.said(lobby)) == 1
        assert "peut-être" in stage.said(await stage.place("organisation"))[0]
        await stage.insist()
        await stage.until(lambda: len(stage.said(lobby)) == 2)
        (row,) = await stage.ended("a")
        assert row.state is State.SENT

    async def test_one_that_may_be_repeated_is_sent_and_says_so(self, stage, lobby):
        hide_history(stage, lobby)
        await lost_and_put_back(stage, card(stage, lobby, repeatable=True))
        assert await resumed(stage, "a") == [State.SENT]
        assert len(stage.said(lobby)) == 2
        assert "Peut-être déjà envoyé" in stage.said(lobby)[1]

    async def test_one_whose_time_is_over_besides_is_uncertain_and_not_said_to_be_missed(self, stage, lobby):
        hide_history(stage, lobby)
        soon = stage.clock.now() + timedelta(minutes=1)
        effect = card(stage, lobby, repeatable=True, quiet=True)
        await lost_and_put_back(stage, replace(effect, expires_at=soon))
        assert await resumed(stage, "a") == [State.UNCERTAIN]

    async def test_a_channel_that_is_closed_to_the_bot_is_doubt(self, stage, lobby):
        await lost_and_put_back(stage, card(stage, lobby, quiet=True))
        shut = Overwrite(stage.guild.id, 0, deny=int(Permission.VIEW_CHANNEL))
        stage.world.set_overwrite(lobby, shut)
        assert await resumed(stage, "a") == [State.UNCERTAIN]

    async def test_a_history_too_long_to_read_is_no_proof(self, stage, lobby, monkeypatch):
        monkeypatch.setattr(lookup, "PAGE", 2)
        monkeypatch.setattr(lookup, "PAGES", 2)
        await lost_and_put_back(stage, card(stage, lobby, quiet=True), ran=False)
        for _ in range(9):
            await stage.owner.send(lobby, "bavardage")
        assert await resumed(stage, "a") == [State.UNCERTAIN]


class TestExpiry:
    @pytest.mark.parametrize(("ran", "ended"), [(True, State.SENT), (False, State.EXPIRED)])
    async def test_what_is_over_expires_only_if_it_does_not_stand(self, stage, lobby, ran, ended):
        effect = replace(card(stage, lobby, quiet=True), expires_at=stage.clock.now() + timedelta(minutes=1))
        await lost_and_put_back(stage, effect, ran=ran)
        assert await resumed(stage, "a") == [ended]
        assert len(stage.said(lobby)) == int(ran)

    async def test_what_had_nothing_to_say_when_it_was_due_is_not_said_to_be_missed(self, stage, lobby):
        payload = message_payload(Card("nothing", {}), channel=lobby)
        soon = stage.clock.now() + timedelta(minutes=1)
        await lost_and_put_back(stage, stage.effect("a", lobby, payload=payload, expires_at=soon), ran=False)
        assert await resumed(stage, "a") == [State.CANCELLED]


class TestPause:
    async def test_what_is_new_waits_until_all_was_looked_up_also_in_the_same_lane(self, stage, lobby):
        await lost_and_put_back(stage, card(stage, lobby))
        fault = stage.sandbox.faults.add(Fault("status", "GET", POST, status=503, times=None))
        await stage.record(card(stage, lobby, "new"))
        stage.dispatcher = stage.new_dispatcher()
        await stage.dispatcher.start()
        await stage.until(lambda: fault.struck > 3)
        assert (await found(stage, "new")).attempt == 0
        stage.sandbox.faults.clear()
        await stage.ended("a", "new")
        assert stage.said(lobby) == ["## bonjour a", "## bonjour new"]

    async def test_a_kill_while_looking_up_changes_nothing(self, stage, lobby):
        await lost_and_put_back(stage, card(stage, lobby))
        slow = stage.sandbox.faults.add(Fault("slow", "GET", POST, delay=30, times=None))
        stage.dispatcher = stage.new_dispatcher()
        await stage.dispatcher.start()
        await stage.until(lambda: slow.struck)
        await stage.dispatcher.close(0)
        stage.sandbox.faults.clear()
        stage.sandbox.clock.advance(LONG)
        assert await resumed(stage, "a") == [State.SENT]
        assert stage.said(lobby) == ["## bonjour a"]

    async def test_what_people_do_anew_is_sent_although_the_lost_run_did_the_same(self, stage, lobby):
        await lost_and_put_back(stage, card(stage, lobby, "first"))
        async with stage.database.write() as unit:
            await unit.deliveries._connection.execute(delete(table))
        await stage.record(card(stage, lobby, "first"))
        assert await resumed(stage, "first") == [State.SENT]
        assert stage.said(lobby) == ["## bonjour first"] * 2
