"""/guilds/{guild_id}/scheduled-events."""

from typing import Any

from sandbox.errors import refusal
from sandbox.permissions import Permission
from sandbox.rest.routing import Call, Routes
from sandbox.validate.fields import Fields
from sandbox.world.model import Guild, Json, ScheduledEvent
from sandbox.world.scheduled_events import CANCELLED, COMPLETED, EXTERNAL, SCHEDULED
from sandbox.world.serialize import event_json, member_json, user_json

routes = Routes()
EVENTS = "/guilds/{guild_id}/scheduled-events"
ONE = EVENTS + "/{event_id}"
FIELDS = (
    "name",
    "description",
    "scheduled_start_time",
    "scheduled_end_time",
    "entity_type",
    "entity_metadata",
    "channel_id",
    "status",
    "privacy_level",
)
CREATED, UPDATED, DELETED = 100, 101, 102
INTERESTED = 1


@routes.on("GET", EVENTS)
def list_events(call: Call) -> Any:
    """Return the guild's events."""
    guild = call.world.require_member(call.id("guild_id"), call.user_id)
    call.world.move_events_on()
    counted = call.flag("with_user_count")
    return [
        event_json(call.world, each, with_count=counted)
        for each in guild.events.values()
        if call.world.may_see_event(each, call.user_id)
    ]


def _read(call: Call, fields: Fields) -> Json:
    call.expect_only(*FIELDS)
    metadata = fields.body.get("entity_metadata")
    inner = Fields(metadata or {}, fields.errors, ("entity_metadata",))
    return {
        "name": fields.text("name", low=1, high=100),
        "description": fields.text("description", high=1000),
        "starts_at": fields.time("scheduled_start_time"),
        "ends_at": fields.time("scheduled_end_time"),
        "entity_type": fields.choice("entity_type", (1, 2, 3)),
        "channel_id": fields.snowflake("channel_id"),
        "location": inner.text("location", low=1, high=100) if metadata else None,
        "status": fields.choice("status", (1, 2, 3, 4)),
        "privacy_level": fields.choice("privacy_level", (2,)),
    }


def _check(call: Call, fields: Fields, values: Json, *, timed: bool) -> None:
    """Check what the fields must be together; `timed`: the times are new and must lie ahead."""
    start, end = values["starts_at"], values["ends_at"]
    if values["entity_type"] == EXTERNAL:
        if end is None:
            fields.fault("scheduled_end_time", "BASE_TYPE_REQUIRED", "This field is required")
        if not values["location"]:
            fields.fault("entity_metadata", "BASE_TYPE_REQUIRED", "This field is required")
        if values["channel_id"] is not None:
            text = "Channel must be null for external events"
            fields.fault("channel_id", "GUILD_SCHEDULED_EVENT_CHANNEL_NOT_NULL", text)
    elif values["channel_id"] is None:
        fields.fault("channel_id", "BASE_TYPE_REQUIRED", "This field is required")
    if timed and start is not None and start <= call.world.clock.now():
        text = "Cannot schedule event in the past."
        fields.fault("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", text)
    if start is not None and end is not None and end <= start:
        text = "Cannot schedule event end before start."
        fields.fault("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", text)
    fields.done()


def _require(call: Call, guild_id: int, needed: int, channel_id: int | None) -> Guild:
    guild = call.world.require_in_guild(guild_id, call.user_id, needed)
    if channel_id is not None:
        if channel_id not in guild.channel_ids:
            raise refusal(10003)
        call.world.require_in_channel(channel_id, call.user_id, needed)
    return guild


@routes.on("POST", EVENTS)
def create_event(call: Call) -> Any:
    """Announce an event: CREATE_EVENTS is needed; an external one needs an end and a place."""
    call.world.require_member(call.id("guild_id"), call.user_id)
    fields = Fields(call.form)
    for name in ("name", "scheduled_start_time", "entity_type", "privacy_level"):
        fields.required(name)
    values = _read(call, fields)
    _check(call, fields, values, timed=True)
    guild = _require(call, call.id("guild_id"), Permission.CREATE_EVENTS, values["channel_id"])
    del values["status"], values["privacy_level"]
    event = call.world.create_scheduled_event(guild.id, call.user_id, **values)
    call.world.record(guild.id, call.user_id, CREATED, event.id, call.reason)
    return event_json(call.world, event)


def _event(call: Call) -> ScheduledEvent:
    guild = call.world.require_member(call.id("guild_id"), call.user_id)
    call.world.move_events_on()
    event = call.world.scheduled_event(guild.id, call.id("event_id"))
    if not call.world.may_see_event(event, call.user_id):
        raise refusal(10070)
    return event


@routes.on("GET", ONE)
def get_event(call: Call) -> Any:
    """Return one event."""
    return event_json(call.world, _event(call), with_count=call.flag("with_user_count"))


def _require_editing(call: Call, event: ScheduledEvent) -> int:
    """Refuse who may not change the event; return the permission by which the others may."""
    own = event.creator_id == call.user_id
    needed = Permission.CREATE_EVENTS if own else Permission.MANAGE_EVENTS
    granted = call.world.guild_permissions(call.world.guild(event.guild_id), call.user_id)
    if granted & Permission.MANAGE_EVENTS:
        return Permission.MANAGE_EVENTS
    _require(call, event.guild_id, needed, event.channel_id)
    return needed


@routes.on("PATCH", ONE)
def edit_event(call: Call) -> Any:
    """Change an event or move it on to its next status."""
    event = _event(call)
    needed = _require_editing(call, event)
    if event.status in (COMPLETED, CANCELLED):
        raise refusal(180000)
    fields = Fields(call.form)
    given = _read(call, fields)
    fields.done()
    merged = {
        key: given[key] if given[key] is not None else getattr(event, key)
        for key in ("name", "description", "starts_at", "ends_at", "entity_type", "channel_id", "location")
    }
    if fields.has("channel_id") and call.form["channel_id"] is None:
        merged["channel_id"] = None
    if fields.has("description") and call.form["description"] is None:
        merged["description"] = None
    timed = given["starts_at"] is not None and event.status == SCHEDULED
    _check(call, fields, merged, timed=timed and given["starts_at"] != event.starts_at)
    if merged["channel_id"] not in (None, event.channel_id):
        _require(call, event.guild_id, needed, merged["channel_id"])
    if given["status"] is not None:
        call.world.set_event_status(event, given["status"])
    for key, value in merged.items():
        setattr(event, key, value)
    call.world.announce_event(event)
    call.world.record(event.guild_id, call.user_id, UPDATED, event.id, call.reason)
    return event_json(call.world, event)


@routes.on("DELETE", ONE)
def delete_event(call: Call) -> None:
    """Remove an event."""
    event = _event(call)
    _require_editing(call, event)
    call.world.delete_scheduled_event(event.guild_id, event.id)
    call.world.record(event.guild_id, call.user_id, DELETED, event.id, call.reason)


@routes.on("GET", ONE + "/users")
def list_interested(call: Call) -> Any:
    """Return who is interested, by id, in pages; bots may only read."""
    event = _event(call)
    limit = call.number("limit", 100, 1, 100)
    before, after = call.snowflake("before"), call.snowflake("after") or 0
    found = sorted(each for each in event.interested if each > after)
    if before is not None:
        found = [each for each in found if each < before][-limit:]
    members = call.world.guild(event.guild_id).members
    return [
        {
            "guild_scheduled_event_id": str(event.id),
            "user_id": str(each),
            "response": INTERESTED,
            "user": user_json(call.world.user(each)),
            **(
                {"member": member_json(call.world, members[each])}
                if call.flag("with_member") and each in members
                else {}
            ),
        }
        for each in found[:limit]
    ]
