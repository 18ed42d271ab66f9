"""Finding out what became of a delivery, before anything else is done with it.

Where the database was put back from an older copy, what was due since may stand on Discord although nothing here says
so: each such delivery is looked up, and nothing is written to Discord meanwhile. And where the time of a message is
over whose last attempt had no answer, it is looked up before anybody is told that it was missed.
"""

from __future__ import annotations

import discord

from bot.delivery.answers import Verdict, read
from bot.delivery.handlers.handler import Context
from bot.delivery.handlers.lookup import look_up
from bot.delivery.handlers.targets import channel_of, person_of
from bot.delivery.outcomes import Done, Doubtful, Looked, Moot, Outcome
from bot.domain.effects import Delivery, Kind

# Where one of these is answered the message can't stand: its channel or person is gone.
_GONE = 404


async def inquire(context: Context, delivery: Delivery) -> Outcome:
    """Look for what may have been done of a claimed delivery: it stands, surely doesn't, or nothing can tell.

    Messages alone are looked for here. What makes channels, roles, threads and scheduled events looks for them itself before it makes
    them; what gives, takes, edits and deletes can be repeated.
    """
    since = delivery.uncertain_since or delivery.due_at
    over = delivery.expires_at is not None and delivery.expires_at <= context.clock.now()
    try:
        user_id = await person_of(context, delivery) if delivery.kind is Kind.DM_POST else None
        async with context.database.read() as unit:
            home = user_id if user_id is not None else await channel_of(unit, delivery)
            reader = user_id or delivery.payload["target"].get("reader")
            said = await context.render(unit, delivery, delivery.payload, reader, at=delivery.due_at)
        if not isinstance(home, int):
            return Looked(absent=False)
        channel_id = home if user_id is None else await context.rest.dm_channel(home)
        found = await look_up(context, delivery, channel_id, said, since)
        if isinstance(found, int):
            return Done(channel_id, found)
    except discord.HTTPException as error:
        if read(error).verdict is not Verdict.PERMANENT:
            raise
        if error.status == _GONE:
            return Looked(absent=True)
        found = Doubtful(
            f"an earlier attempt may have sent it, and its channel can't be looked into: {error}"
        )
    if found is not None:
        # What may be repeated, or what a person wants sent whatever the doubt, is left to whoever sends it.
        sent_anyway = delivery.insisted or delivery.payload.get("repeatable")
        return Looked(absent=False) if sent_anyway and not over else found
    if over and said is None:
        return Moot("there was nothing to say when it was due", proven=True)
    return Looked(absent=True)
