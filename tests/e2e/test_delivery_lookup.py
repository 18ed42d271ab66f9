"""Past the time in which a nonce is trusted: a message is looked for before it is sent again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery import rest
from bot.delivery.dispatcher import LEASE
from bot.delivery.handlers import lookup
from bot.domain.effects import (
    LANDING,
    Card,
    Effect,
    Inquiry,
    Kind,
    State,
    dm_lane,
    message_payload,
    thread_payload,
)
from bot.ui.message import LOWEST_MARK
from sandbox.faults import Fault
from sandbox.permissions import Permission
from sandbox.world.model import Overwrite
from tests.e2e.stage import Stage

POST = r"/channels/\d+/messages"
LONG = timedelta(minutes=10)
REPEATED = "Peut-être déjà envoyé : la réponse de Discord s’était perdue."


def card(stage: Stage, channel_id: int, key: str = "a", **more: object) -> Effect:
    """Make an effect that posts a card."""
    payload = {**message_payload(Card("card", {"key": key}), channel=channel_id), **more}
    return stage.effect(key, channel_id, payload=payload)


async def interrupted(stage: Stage, effect: Effect, *, arrived: bool = True) -> None:
    """Send, get no answer, and stop. The message stands, or not."""
    fault = stage.sandbox.faults.add(Fault("lost_reply" if arrived else "status", "POST", POST, status=503))
    stage.sandbox.faults.add(Fault("slow", "POST", POST, delay=30, times=None))
    await stage.record(effect)
    await stage.until(lambda: fault.struck)
    await stage.dispatcher.close(0)
    stage.sandbox.faults.clear()


async def resumed(stage: Stage, *keys: str, later: timedelta = LONG) -> list[State]:
    """Start again past the time in which a nonce is trusted, and tell how the deliveries end."""
    stage.sandbox.clock.advance(later)
    # On PostgreSQL what was claimed is free once its lease is over.
    stage.sandbox.clock.advance(LEASE)
    stage.dispatcher = stage.new_dispatcher()
    await stage.dispatcher.start()
    return [row.state for row in await stage.ended(*keys)]


async def resumed_too_late(stage: Stage) -> State:
    """Start again when the time of "a" is over, and tell how it ends."""
    stage.sandbox.clock.advance(LONG)
    stage.dispatcher = stage.new_dispatcher()
    await stage.dispatcher.start()

    async def asked() -> bool:
        row = await stage.row("a")
        return row is not None and row.inquiry is Inquiry.OPEN

    # It is looked for when what its last attempt left can be seen.
    await stage.until(asked)
    stage.sandbox.clock.advance(LANDING)
    (row,) = await stage.ended("a")
    return row.state


def hide_history(stage: Stage, channel_id: int) -> None:
    """Take the right to read what was said from everybody without further rights."""
    refused = Overwrite(stage.guild.id, 0, deny=int(Permission.READ_MESSAGE_HISTORY))
    stage.world.set_overwrite(channel_id, refused)


def show_history(stage: Stage, channel_id: int) -> None:
    """Give that right back."""
    stage.world.set_overwrite(channel_id, Overwrite(stage.guild.id, 0))


class TestFound:
    async def test_a_card_is_found_by_its_mark_and_says_what_is_true_now(self, stage, lobby):
        stage.words = "avant"
        await interrupted(stage, card(stage, lobby))
        stage.words = "maintenant"
        assert await resumed(stage, "a") == [State.SENT]
        assert stage.said(lobby) == ["## maintenant a"]
        row = await stage.row("a")
        assert [row.message_id] == [int(message["id"]) for message in stage.owner.messages(lobby)]

    async def test_a_plain_text_is_found_by_its_words(self, stage, lobby):
        await interrupted(stage, stage.effect("a", lobby))
        assert await resumed(stage, "a") == [State.SENT]
        assert stage.said(lobby) == ["bonjour a"]

    async def test_it_is_found_behind_more_than_a_page_of_others(self, stage, lobby, monkeypatch):
        monkeypatch.setattr(lookup, "PAGE", 5)
        for _ in range(12):
            await stage.owner.send(lobby, "bavardage")
        await interrupted(stage, card(stage, lobby))
        assert await resumed(stage, "a") == [State.SENT]
        assert stage.said(lobby).count("## bonjour a") == 1

    async def test_a_direct_message_is_found_too(self, stage):
        someone = stage.member("Sofia")
        payload = message_payload(Card("card", {"key": "a"}), user=someone.user_id)
        effect = stage.effect("a", kind=Kind.DM_POST, lane=dm_lane(someone.user_id), payload=payload)
        await interrupted(stage, effect)
        assert await resumed(stage, "a") == [State.SENT]
        assert len(someone.messages(someone.dm_with(stage.application.user_id))) == 1

    async def test_a_definite_no_does_not_hide_that_an_earlier_try_arrived(self, stage, lobby):
        stage.sandbox.faults.add(Fault("lost_reply", "POST", POST, status=502))
        refused = stage.sandbox.faults.add(Fault("refuse", "POST", POST, code=40003, times=None))
        await stage.record(card(stage, lobby))
        await stage.until(lambda: refused.struck)
        await stage.dispatcher.close(0)
        stage.sandbox.faults.clear()
        assert await resumed(stage, "a") == [State.SENT]
        assert stage.said(lobby) == ["## bonjour a"]


class TestOver:
    @pytest.mark.parametrize(("arrived", "ended"), [(True, State.SENT), (False, State.EXPIRED)])
    async def test_it_is_told_as_missed_only_if_it_does_not_stand(self, stage, lobby, arrived, ended):
        await stage.do(*stage.ensure())
        organisation = await stage.place("organisation")
        soon = stage.clock.now() + timedelta(minutes=1)
        await interrupted(stage, replace(card(stage, lobby), expires_at=soon), arrived=arrived)
        assert await resumed_too_late(stage) is ended
        await stage.do(card(stage, lobby, "next"))
        assert stage.said(lobby) == ["## bonjour a"] * arrived + ["## bonjour next"]
        if not arrived:
            await stage.until(lambda: stage.said(organisation))
        assert len(stage.said(organisation)) == int(not arrived)

    async def test_where_nothing_can_tell_it_is_uncertain_and_not_told_as_missed(self, stage, lobby):
        hide_history(stage, lobby)
        effect = card(stage, lobby, quiet=True, repeatable=True)
        soon = stage.clock.now() + timedelta(minutes=1)
        await interrupted(stage, replace(effect, expires_at=soon))
        assert await resumed_too_late(stage) is State.UNCERTAIN
        assert len(stage.said(lobby)) == 1


class TestNotThere:
    async def test_what_never_arrived_is_sent_once(self, stage, lobby):
        await interrupted(stage, card(stage, lobby), arrived=False)
        assert await resumed(stage, "a") == [State.SENT]
        assert stage.said(lobby) == ["## bonjour a"]

    async def test_a_like_card_of_another_delivery_is_not_taken_for_it(self, stage, lobby):
        await stage.do(card(stage, lobby, "first"))
        payload = message_payload(Card("card", {"key": "first"}), channel=lobby)
        await interrupted(stage, stage.effect("second", lobby, payload=payload), arrived=False)
        assert await resumed(stage, "second") == [State.SENT]
        assert stage.said(lobby) == ["## bonjour first"] * 2


class TestDoubt:
    @pytest.mark.parametrize("arrived", [True, False])
    async def test_where_the_history_is_closed_it_is_told_and_not_sent_again(self, stage, lobby, arrived):
        await stage.do(*stage.ensure())
        hide_history(stage, lobby)
        await interrupted(stage, card(stage, lobby), arrived=arrived)
        assert await resumed(stage, "a") == [State.UNCERTAIN]
        assert len(stage.said(lobby)) == int(arrived)
        organisation = await stage.place("organisation")
        await stage.until(lambda: stage.said(organisation))
        assert "peut-être" in stage.said(organisation)[0]

    async def test_one_that_may_be_repeated_is_sent_whatever_the_doubt(self, stage, lobby):
        hide_history(stage, lobby)
        await interrupted(stage, card(stage, lobby, repeatable=True))
        assert await resumed(stage, "a") == [State.SENT]
        show_history(stage, lobby)
        # The first, whatever became of it, says nothing; the second says that it may be one too many.
        first, second = stage.said(lobby)
        assert first == "## bonjour a"
        assert second.replace("\u00a0", " ") == f"## bonjour a\n-# {REPEATED}"

    async def test_what_is_found_or_surely_missing_bears_no_such_line(self, stage, lobby):
        await interrupted(stage, card(stage, lobby, repeatable=True))
        assert await resumed(stage, "a") == [State.SENT]
        assert stage.said(lobby) == ["## bonjour a"]

    async def test_whoever_sends_it_again_is_obeyed_where_nothing_can_tell(self, stage, lobby):
        hide_history(stage, lobby)
        await interrupted(stage, card(stage, lobby), arrived=False)
        assert await resumed(stage, "a") == [State.UNCERTAIN]
        await stage.insist()
        assert [row.state for row in await stage.ended("a")] == [State.SENT]
        show_history(stage, lobby)
        assert stage.said(lobby) == ["## bonjour a"]

    async def test_what_is_sent_again_is_looked_for_once_more(self, stage, lobby):
        hide_history(stage, lobby)
        await interrupted(stage, card(stage, lobby))
        assert await resumed(stage, "a") == [State.UNCERTAIN]
        show_history(stage, lobby)
        await stage.insist()
        assert [row.state for row in await stage.ended("a")] == [State.SENT]
        assert stage.said(lobby) == ["## bonjour a"]

    async def test_a_history_too_long_to_read_is_no_proof(self, stage, lobby, monkeypatch):
        monkeypatch.setattr(lookup, "PAGE", 2)
        monkeypatch.setattr(lookup, "PAGES", 2)
        await interrupted(stage, card(stage, lobby), arrived=False)
        for _ in range(9):
            await stage.owner.send(lobby, "bavardage")
        assert await resumed(stage, "a") == [State.UNCERTAIN]

    async def test_a_message_of_ours_that_lost_its_mark_is_no_proof(self, stage, lobby):
        await interrupted(stage, card(stage, lobby))
        sent = stage.client.get_partial_messageable(lobby)
        (found,) = stage.owner.messages(lobby)
        view = (await stage._card(None, {"key": "changed"}, None, None)).view
        await sent.get_partial_message(int(found["id"])).edit(view=view)
        assert await resumed(stage, "a") == [State.UNCERTAIN]
        assert stage.said(lobby) == ["## bonjour changed"]


class TestThreads:
    async def test_one_that_was_archived_since_is_not_opened_a_second_time(self, stage, monkeypatch):
        monkeypatch.setattr(rest, "THREADS_A_PAGE", 2)
        await stage.do(*stage.ensure())
        place = await stage.place("introductions")
        await interrupted_thread(stage)
        (opened,) = stage.world.guild_threads(stage.guild.id)
        # Others were opened and archived since: it is on the second page.
        bot = stage.client.user.id
        later = [stage.world.create_thread(place, f"autre {n}", owner_id=bot, kind=12) for n in range(3)]
        for thread in (*later, opened):
            stage.world.edit_thread(thread.id, archived=True)
        assert await resumed(stage, "t") == [State.SENT]
        row = await stage.row("t")
        assert row.channel_id == opened.id
        assert len(stage.world.guild_threads(stage.guild.id)) == 4

    async def test_where_archived_ones_cannot_be_read_it_is_told_and_not_opened_again(self, stage):
        await stage.do(*stage.ensure())
        await interrupted_thread(stage)
        (opened,) = stage.world.guild_threads(stage.guild.id)
        stage.world.edit_thread(opened.id, archived=True)
        place = await stage.place("introductions")
        before = stage.world.channels[place].overwrites[stage.client.user.id]
        refused = int(Permission.READ_MESSAGE_HISTORY)
        stage.world.set_overwrite(
            place, Overwrite(before.id, before.type, before.allow & ~refused, before.deny | refused)
        )
        assert await resumed(stage, "t") == [State.UNCERTAIN]
        assert len(stage.world.guild_threads(stage.guild.id)) == 1


async def interrupted_thread(stage: Stage) -> None:
    """Open a thread, get no answer, and stop."""
    nadia = stage.member("Nadia")
    words = Card("words", {"key": "titre"})
    payload = thread_payload("introductions", title=words, members=[nadia.user_id], first=words)
    route = r"/channels/\d+/threads"
    lost = stage.sandbox.faults.add(Fault("lost_reply", "POST", route))
    stage.sandbox.faults.add(Fault("slow", "POST", route, delay=30, times=None))
    await stage.record(stage.effect("t", kind=Kind.THREAD_OPEN, payload=payload))
    await stage.until(lambda: lost.struck)
    await stage.dispatcher.close(0)
    stage.sandbox.faults.clear()


class TestWithdrawn:
    async def withdraw(self, stage: Stage) -> None:
        async with stage.database.write() as unit:
            await unit.deliveries.withdraw("test:1", stage.clock.now())

    @pytest.mark.parametrize("later", [timedelta(), LONG])
    async def test_what_arrived_without_an_answer_is_found_and_taken_away(self, stage, lobby, later):
        await interrupted(stage, card(stage, lobby))
        await self.withdraw(stage)
        assert await resumed(stage, "a", "a:withdrawn", later=later) == [State.SENT, State.SENT]
        assert stage.said(lobby) == []

    @pytest.mark.parametrize("status", [504, 0])
    async def test_what_arrives_after_its_withdrawal_is_taken_away_too(self, stage, lobby, status):
        lost = Fault("lost_reply", "POST", POST, status=status, delay=0.5)
        stage.sandbox.faults.add(lost)
        stage.sandbox.faults.add(Fault("status", "POST", POST, status=503, times=None))
        await stage.record(card(stage, lobby))
        await stage.until(lambda: lost.struck)
        await self.withdraw(stage)
        await stage.until(lambda: stage.said(lobby))
        rows = await stage.ended("a", "a:withdrawn")
        assert [row.state for row in rows] == [State.SENT, State.SENT]
        assert stage.said(lobby) == []

    async def test_what_is_heard_of_while_its_withdrawal_is_written_is_taken_away(self, stage, lobby):
        await interrupted(stage, card(stage, lobby), arrived=False)
        await self.withdraw(stage)
        stage.dispatcher = stage.new_dispatcher()
        settling, row = stage.dispatcher._settling, await stage.row("a")
        write = settling.outcome

        async def late(*args: object, **options: object) -> None:
            settling.outcome = write
            words = {"content": "bonjour", "nonce": row.nonce}
            arrived = stage.world.post_message(lobby, stage.application.user_id, words)
            await stage.dispatcher.heard(row.nonce, lobby, arrived.id)
            await write(*args, **options)

        settling.outcome = late
        stage.sandbox.clock.advance(LEASE)
        await stage.dispatcher.start()
        rows = await stage.ended("a", "a:withdrawn")
        assert [each.state for each in rows] == [State.SENT, State.SENT]
        assert stage.said(lobby) == []

    async def test_a_direct_message_is_taken_away_too(self, stage):
        someone = stage.member("Sofia")
        payload = message_payload(Card("card", {"key": "a"}), user=someone.user_id)
        effect = stage.effect("a", kind=Kind.DM_POST, lane=dm_lane(someone.user_id), payload=payload)
        await interrupted(stage, effect)
        await self.withdraw(stage)
        assert await resumed(stage, "a", "a:withdrawn") == [State.SENT, State.SENT]
        assert someone.messages(someone.dm_with(stage.application.user_id)) == []

    async def test_what_never_arrived_is_not_sent_and_in_no_doubt(self, stage, lobby):
        await interrupted(stage, card(stage, lobby), arrived=False)
        await self.withdraw(stage)
        assert await resumed(stage, "a") == [State.CANCELLED]
        assert stage.said(lobby) == []
        row = await stage.row("a")
        assert row.uncertain_since is None

    async def test_where_the_channel_is_gone_nothing_stands(self, stage, lobby):
        await interrupted(stage, card(stage, lobby))
        await self.withdraw(stage)
        stage.world.delete_channel(lobby)
        assert await resumed(stage, "a") == [State.CANCELLED]

    async def test_where_nothing_can_tell_the_organisers_are_asked_to_look(self, stage, lobby):
        await stage.do(*stage.ensure())
        hide_history(stage, lobby)
        await interrupted(stage, card(stage, lobby))
        await self.withdraw(stage)
        assert await resumed(stage, "a") == [State.UNCERTAIN]
        organisation = await stage.place("organisation")
        await stage.until(lambda: stage.said(organisation))
        assert "supprimez le message" in stage.said(organisation)[0]


def test_marks_are_ids_that_discord_takes_and_never_gives():
    marks = {lookup.mark_of(f"nonce {number}") for number in range(10_000)}
    assert len(marks) > 9_990
    assert all(LOWEST_MARK <= number < 1 << 31 for number in marks)
