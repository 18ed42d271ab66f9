"""`maillage deliveries` on either database: what it tells of each delivery, and what it changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.__main__ import WRONG, main
from bot.clock import FrozenClock
from bot.config import load
from bot.domain.effects import LANDING, Delivery, State
from bot.oversight import Wish, deliveries, standings_of
from bot.storage.database import Database
from bot.storage.delivery_oversight import Standing
from tests.storage.conftest import COMMUNITY_ID, NOON
from tests.storage.test_deliveries import by_key, claim, effect, record, settle

HOUR = timedelta(hours=1)
SOON = NOON + timedelta(minutes=5)


async def told(database_url: str, wish: Wish) -> tuple[bool, str]:
    lines: list[str] = []
    settings = load(None, {"MAILLAGE_DATABASE__URL": database_url})
    good = await deliveries(settings, wish, lines.append, FrozenClock(SOON))
    return good, "\n".join(lines)


async def ended(database: Database, key: str, state: State, error: str | None = None, **changes) -> Delivery:
    await record(database, effect(key, lane=f"lane:{key}", **changes))
    (row,) = [each for each in await claim(database) if each.dedup_key == key]
    settled = await settle(database, row, state, error=error, definite=state is State.FAILED)
    assert settled is not None
    return settled


@pytest.mark.usefixtures("community_id")
class TestList:
    async def test_it_names_each_with_its_standing_and_reason(self, database, database_url):
        await ended(database, "sent", State.SENT)
        await ended(database, "failed", State.FAILED, "403 50001: Missing Access")
        await ended(database, "doubt", State.UNCERTAIN)
        await record(database, effect("late", lane="l"), effect("later", due_at=NOON + HOUR))
        good, text = await told(database_url, Wish())
        assert not good
        assert text.startswith("1 waiting · 1 late · 1 uncertain · 1 failed\n")
        assert "can’t see this channel" in text
        assert "may or may not have been sent" in text
        assert "Its time has not come yet." in text
        assert "It waits for its turn." in text

    async def test_what_merely_waits_is_no_alarm(self, database, database_url):
        await record(database, effect("later", due_at=NOON + HOUR))
        assert (await told(database_url, Wish()))[0]

    async def test_it_can_be_narrowed(self, database, database_url):
        await ended(database, "failed", State.FAILED, "fault: KeyError")
        await record(database, effect("late"))
        only = Wish(standings=standings_of(["failed"]), as_json=True)
        answer = json.loads((await told(database_url, only))[1])
        assert answer["counts"] == {"failed": 1}
        assert [each["key"] for each in answer["deliveries"]] == ["failed"]
        assert (await told(database_url, Wish(community_id=COMMUNITY_ID + 1)))[0]

    async def test_it_reads_no_row_that_ended_well(self, database):
        await ended(database, "failed", State.FAILED)
        asked: list[tuple[str, Any]] = []
        engine = database._engine.sync_engine

        def note(_connection, _cursor, statement, parameters, *_rest) -> None:
            asked.append((statement, parameters))

        event.listen(engine, "before_cursor_execute", note)
        async with database.read() as unit:
            await unit.oversight.overview(NOON, tuple(Standing), COMMUNITY_ID, 50)
        event.remove(engine, "before_cursor_execute", note)
        plans = await _plans(database, [each for each in asked if each[0].startswith("SELECT")])
        assert len(plans) == 3
        assert not [plan for plan in plans if "SCAN delivery\n" in plan or "Seq Scan on delivery" in plan]
        assert [plan for plan in plans if "ix_delivery_ended_badly" in plan]

    async def test_it_says_how_many_it_does_not_show(self, database, database_url):
        await record(database, *(effect(f"k{n}") for n in range(3)))
        assert "2 more" in (await told(database_url, Wish(limit=1)))[1]


@pytest.mark.usefixtures("community_id")
class TestActions:
    @pytest.mark.parametrize("state", [State.FAILED, State.UNCERTAIN])
    async def test_what_ended_badly_is_sent_once_more(self, database, database_url, state):
        row = await ended(database, "a", state)
        good, _ = await told(database_url, Wish(retry=(row.id,)))
        (again,) = await claim(database, SOON)
        assert good
        assert (again.id, again.nonce) == (row.id, row.nonce)
        # What may have arrived is looked for, and sent whatever the look-up says; what was refused simply goes.
        doubted = state is State.UNCERTAIN
        assert (again.uncertain_before, again.insisted) == (doubted, doubted)

    async def test_a_row_in_back_off_goes_at_once_and_keeps_its_doubt(self, database, database_url):
        await record(database, effect("a"))
        (row,) = await claim(database)
        async with database.write() as unit:
            await unit.deliveries.postpone(row, NOON + HOUR, NOON, definite=False, error="503 0: down")
        assert "The last try met: 503 0: down" in (await told(database_url, Wish()))[1]
        await told(database_url, Wish(retry=(row.id,)))
        (again,) = await claim(database, SOON)
        assert again.uncertain_before

    async def test_a_drop_ends_it(self, database, database_url):
        row = await ended(database, "a", State.FAILED)
        await record(database, effect("b"))
        waiting = await by_key(database, "b")
        good, _ = await told(database_url, Wish(drop=(row.id, waiting.id)))
        assert good
        assert await claim(database, SOON) == []
        assert (await told(database_url, Wish()))[1] == "0 waiting · 0 late · 0 uncertain · 0 failed"

    async def test_a_drop_of_what_may_have_arrived_has_it_looked_for_and_taken_away(
        self, database, database_url
    ):
        await record(database, effect("a", expires_at=NOON + timedelta(minutes=1)))
        (row,) = await claim(database)
        async with database.write() as unit:
            await unit.deliveries.postpone(row, NOON + HOUR, NOON, definite=False)
        good, said = await told(database_url, Wish(drop=(row.id,)))
        assert good
        told_so = (
            "may have arrived by an earlier try: the bot looks for it, and takes it away where it stands."
        )
        assert said == f"{row.id} {told_so}"
        assert await claim(database, SOON) == []
        (sought,) = await claim(database, SOON + LANDING)
        assert sought.cancel_requested
        assert sought.uncertain_before

    async def test_what_cannot_be_changed_stays_and_is_explained(self, database, database_url):
        sent = await ended(database, "sent", State.SENT)
        over = await ended(database, "over", State.FAILED, expires_at=NOON + timedelta(minutes=1))
        await record(database, effect("flying", lane="f"), effect("later", lane="g", due_at=NOON + HOUR))
        (flying,) = await claim(database)
        later = await by_key(database, "later")
        ids = (sent.id, over.id, flying.id, later.id, 999)
        good, text = await told(database_url, Wish(retry=ids))
        assert not good
        for each, why in zip(
            ids, ["sent already", "time is over", "being sent", "waits for that", "no delivery"], strict=True
        ):
            assert any(line.startswith(f"{each} was left") and why in line for line in text.splitlines())
        assert (await by_key(database, "flying")).state is State.CLAIMED
        assert (await by_key(database, "over")).state is State.FAILED


async def _plans(database: Database, asked: Sequence[tuple[str, Any]]) -> list[str]:
    plans = []
    async with database.read() as unit:
        connection = unit.oversight._connection
        explain = "EXPLAIN QUERY PLAN"
        if connection.dialect.name == "postgresql":
            explain = "EXPLAIN"
            # A table of one row is read whole, whatever indexes it has.
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
        for statement, parameters in asked:
            rows = await connection.exec_driver_sql(f"{explain} {statement}", parameters)
            plans.append("".join(f"{row[-1]}\n" for row in rows))
    return plans


async def test_no_database_is_made_by_looking(tmp_path: Path):
    path = tmp_path / "none.db"
    good, text = await told(f"sqlite:///{path}", Wish())
    assert not good
    assert "There is no database" in text
    assert not path.exists()


async def test_a_database_without_tables_is_explained(tmp_path: Path):
    path = tmp_path / "empty.db"
    path.touch()
    good, text = await told(f"sqlite:///{path}", Wish())
    assert not good
    assert "maillage migrate" in text


def test_the_states_offered_are_those_there_are():
    assert standings_of([]) == tuple(Standing)


def test_an_id_is_retried_or_dropped(capsys):
    assert main(["deliveries", "--retry", "3", "--drop", "3"]) == WRONG
    assert "choose one" in capsys.readouterr().err
