"""A guild's scheduled events and who is interested in them."""

from datetime import datetime

from sandbox.errors import refusal
from sandbox.world.messages import Messages
from sandbox.world.model import Json, ScheduledEvent
from sandbox.world.serialize import event_json

SCHEDULED, ACTIVE, COMPLETED, CANCELLED = 1, 2, 3, 4
STAGE, VOICE, EXTERNAL = 1, 2, 3
MAX_OPEN = 100


class ScheduledEvents(Messages):
    """Creates and changes scheduled events. Of one in a channel those learn who see the channel."""

    def scheduled_event(self, guild_id: int, event_id: int) -> ScheduledEvent:
        """Return the event, or 10070."""
        event = self.guild(guild_id).events.get(event_id)
        if event is None:
            raise refusal(10070)
        return event

    def move_events_on(self) -> None:
        """Begin and end what is at a place by the clock, as Discord does; in a channel, people begin and end it."""
        now = self.clock.now()
        for guild in self.guilds.values():
            for event in guild.events.values():
                before = event.status
                if event.entity_type != EXTERNAL or before not in (SCHEDULED, ACTIVE):
                    continue
                if before == SCHEDULED and event.starts_at <= now:
                    event.status = ACTIVE
                    self.announce_event(event)
                if event.status == ACTIVE and event.ends_at is not None and event.ends_at <= now:
                    event.status = COMPLETED
                    self.announce_event(event)

    def may_see_event(self, event: ScheduledEvent, user_id: int) -> bool:
        """Whether a member is shown the event: one in a channel only to those who see the channel."""
        channel = self.channels.get(event.channel_id or 0)
        return event.channel_id is None or (channel is not None and self.may_view(channel, user_id))

    def create_scheduled_event(
        self,
        guild_id: int,
        creator_id: int,
        name: str,
        *,
        starts_at: datetime,
        ends_at: datetime | None = None,
        description: str | None = None,
        channel_id: int | None = None,
        location: str | None = None,
        entity_type: int = EXTERNAL,
    ) -> ScheduledEvent:
        """Announce an event; 30038 beyond a hundred open ones."""
        guild = self.guild(guild_id)
        self.move_events_on()
        if sum(each.status in (SCHEDULED, ACTIVE) for each in guild.events.values()) >= MAX_OPEN:
            raise refusal(30038)
        event = ScheduledEvent(
            self.ids.make(),
            guild_id,
            creator_id,
            name,
            entity_type,
            starts_at,
            ends_at,
            description,
            channel_id,
            location,
        )
        guild.events[event.id] = event
        self.emit(
            "GUILD_SCHEDULED_EVENT_CREATE",
            event_json(self, event),
            guild_id=event.guild_id,
            channel_id=event.channel_id,
        )
        return event

    def announce_event(self, event: ScheduledEvent) -> None:
        """Tell the guild that the event's fields changed."""
        self.emit(
            "GUILD_SCHEDULED_EVENT_UPDATE",
            event_json(self, event),
            guild_id=event.guild_id,
            channel_id=event.channel_id,
        )

    def set_event_status(self, event: ScheduledEvent, status: int) -> None:
        """Move on: scheduled to active or cancelled, active to completed; 180000 for any other step."""
        steps = {SCHEDULED: (SCHEDULED, ACTIVE, CANCELLED), ACTIVE: (ACTIVE, COMPLETED)}
        if status not in steps.get(event.status, ()):
            raise refusal(180000)
        event.status = status

    def delete_scheduled_event(self, guild_id: int, event_id: int) -> None:
        """Remove an event."""
        event = self.scheduled_event(guild_id, event_id)
        del self.guilds[guild_id].events[event_id]
        self.emit(
            "GUILD_SCHEDULED_EVENT_DELETE",
            event_json(self, event),
            guild_id=event.guild_id,
            channel_id=event.channel_id,
        )

    def set_interested(self, guild_id: int, event_id: int, user_id: int, interested: bool = True) -> None:
        """Mark an event as interesting to a member, or no longer; saying it twice changes nothing."""
        event = self.scheduled_event(guild_id, event_id)
        self.member(guild_id, user_id)
        if (user_id in event.interested) == interested:
            return
        if interested:
            event.interested[user_id] = None
        else:
            del event.interested[user_id]
        data: Json = {
            "guild_scheduled_event_id": str(event_id),
            "user_id": str(user_id),
            "guild_id": str(guild_id),
        }
        self.emit(
            "GUILD_SCHEDULED_EVENT_USER_ADD" if interested else "GUILD_SCHEDULED_EVENT_USER_REMOVE",
            data,
            guild_id=event.guild_id,
            channel_id=event.channel_id,
        )
