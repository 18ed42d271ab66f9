"""`maillage deliveries`: what waits, is late, is uncertain or failed, and why; it also retries and drops.

It works on the database alone, also beside a bot that runs.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.config import Settings
from bot.delivery.cards.notices import reason_of
from bot.delivery.hooks import HOOKS
from bot.domain.effects import Delivery, Inquiry, State
from bot.domain.eras import Era
from bot.i18n import Catalogues, Language
from bot.storage.database import Database, Unit
from bot.storage.delivery_oversight import UNUSABLE, Standing, missing_file

Say = Callable[[str], None]

# However busy the database is, the command ends.
LONGEST_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator wants to see or to have done. Ids to retry or drop make it an action, none a list."""

    standings: tuple[Standing, ...] = tuple(Standing)
    community_id: int | None = None
    limit: int = 50
    retry: tuple[int, ...] = ()
    drop: tuple[int, ...] = ()
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class _Pause:
    """Why nothing is sent: the database is a copy that was put back, and so many deliveries are still looked up."""

    era: Era
    left: int

    @property
    def sentence(self) -> str:
        copied = f"Paused: this database is a copy of {self.era.copied_at:%Y-%m-%d %H:%M:%S} UTC"
        if self.era.began_at is None:
            return (
                f"{copied}. When the bot starts, it looks up on Discord what came due since, before it sends."
            )
        what = "1 delivery is" if self.left == 1 else f"{self.left} deliveries are"
        return f"{copied}, put back. {what} still to be looked up on Discord; until then nothing is sent."

    @property
    def as_json(self) -> dict[str, Any]:
        copied, began = self.era.copied_at, self.era.began_at
        return {
            "copied_at": None if copied is None else copied.isoformat(),
            "began_at": None if began is None else began.isoformat(),
            "to_look_up": self.left,
        }


async def deliveries(settings: Settings, wish: Wish, say: Say, clock: Clock | None = None) -> bool:
    """List, or retry and drop, and tell through `say`; give whether all is well.

    A list is well when it holds nothing late, uncertain or failed; an action when every id could be changed.
    """
    url = settings.database.secret_url.get_secret_value()
    now = (clock or Clock()).now()
    if (path := missing_file(url)) is not None:
        say(f"There is no database at {path}. See url of [database]; the first start of the bot makes it.")
        return False
    database = Database(url)
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            if wish.retry or wish.drop:
                return await _act(database, wish, now, say)
            return await _list(database, wish, now, say)
    except TimeoutError:
        say(f"{settings.database.url} did not answer within {LONGEST_SECONDS} seconds. Nothing was changed.")
    except UNUSABLE as error:
        why = str(getattr(error, "orig", error)).splitlines()[0]
        say(f"{settings.database.url} can't be used: {why}. If it is new, run maillage migrate first.")
    finally:
        await database.close()
    return False


async def _list(database: Database, wish: Wish, now: datetime, say: Say) -> bool:
    async with database.read() as unit:
        found = await unit.oversight.overview(now, wish.standings, wish.community_id, wish.limit)
        era = await unit.eras.known()
        pause = None if era is None or not era.paused else _Pause(era, await unit.eras.in_question())
    language = Catalogues.load().language("en")
    good = not any(number for standing, number in found.counts.items() if standing is not Standing.WAITING)
    if wish.as_json:
        listed = [_as_json(standing, row, language, now) for standing, row in found.rows]
        answer = {
            "paused": None if pause is None else pause.as_json,
            "counts": found.counts,
            "deliveries": listed,
        }
        say(json.dumps(answer, ensure_ascii=False, indent=2))
        return good
    if pause is not None:
        say(pause.sentence)
    say(" · ".join(f"{number} {standing}" for standing, number in found.counts.items()))
    for standing, row in found.rows:
        say(
            f"{row.id:>8}  {standing}, due {row.due_at:%Y-%m-%d %H:%M:%S} UTC, {_tries(row.attempt)}: "
            f"{row.kind} of {row.subject}, community {row.community_id}"
        )
        say(f"          {_why(row, language, now)}")
    hidden = sum(found.counts.values()) - len(found.rows)
    if hidden:
        say(f"{hidden} more: --limit shows more at a time.")
    return good


async def _act(database: Database, wish: Wish, now: datetime, say: Say) -> bool:
    async with database.write() as unit:
        retried = {each: await unit.oversight.try_again(each, now) for each in wish.retry}
        dropped = {each: await _dropped(unit, each, now) for each in wish.drop}
        refused = {
            each: _refusal(await unit.deliveries.get(each), now)
            for each, row in (*retried.items(), *dropped.items())
            if row is None
        }
    done = {
        "retried": [each for each, row in retried.items() if row is not None],
        "dropped": [each for each, row in dropped.items() if row is not None and row.state.final],
        "withdrawn": [each for each, row in dropped.items() if row is not None and not row.state.final],
    }
    if wish.as_json:
        told = {**done, "refused": {str(each): why for each, why in refused.items()}}
        say(json.dumps(told, ensure_ascii=False, indent=2))
        return not refused
    sentences = {
        "retried": "is tried again by the bot, within seconds if it runs.",
        "dropped": "is dropped: it will not be sent any more.",
        "withdrawn": "may have arrived by an earlier try: the bot looks for it, and takes it away where it stands.",
    }
    for what, ids in done.items():
        for each in ids:
            say(f"{each} {sentences[what]}")
    for each, why in refused.items():
        say(f"{each} was left as it is: {why}")
    return not refused


async def _dropped(unit: Unit, delivery_id: int, now: datetime) -> Delivery | None:
    """Drop a row, with what its feature makes follow: an announcement whose last copy goes has ended."""
    row = await unit.oversight.drop(delivery_id, now)
    if row is not None and row.state.final and (hook := HOOKS.get(row.subject.partition(":")[0])) is not None:
        await hook(unit, row, now)
    return row


def _refusal(row: Delivery | None, now: datetime) -> str:
    if row is None:
        return "there is no delivery of that number."
    if row.state is State.CLAIMED:
        return "it is being sent at this moment."
    if row.state in (State.SENT, State.CANCELLED, State.EXPIRED):
        return f"it is {row.state} already."
    if row.due_at > now:
        return f"it is due on {row.due_at:%Y-%m-%d %H:%M:%S} UTC and waits for that."
    return "its time is over, or it was withdrawn; nobody is served by it any more. --drop takes it off the list."


def _why(row: Delivery, language: Language, now: datetime) -> str:
    if row.state.final:
        return reason_of(row, language)
    if row.state is State.CLAIMED:
        return "It is being sent at this moment."
    if row.inquiry is Inquiry.OPEN:
        return "It may have been sent, by an attempt or before a backup was put back: it is looked up on Discord first."
    if row.last_error is not None:
        return f"It is tried again at {row.next_at:%H:%M:%S} UTC. The last try met: {row.last_error}"
    if row.due_at > now:
        return "Its time has not come yet."
    return "It waits for its turn. If the bot does not run, start it; the log says what holds it up."


def _as_json(standing: Standing, row: Delivery, language: Language, now: datetime) -> dict[str, Any]:
    return {
        "id": row.id,
        "standing": standing,
        "community": row.community_id,
        "kind": row.kind,
        "subject": row.subject,
        "key": row.dedup_key,
        "due_at": row.due_at.isoformat(),
        "next_at": row.next_at.isoformat(),
        "attempts": row.attempt,
        "reason": _why(row, language, now),
        "last_error": row.last_error,
    }


def _tries(attempts: int) -> str:
    return "1 try" if attempts == 1 else f"{attempts} tries"


def standings_of(names: Sequence[str]) -> tuple[Standing, ...]:
    """Read the states that an operator named; none means every one."""
    return tuple(one for one in Standing if not names or one in names)
