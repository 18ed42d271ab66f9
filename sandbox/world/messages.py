"""Messages: posting, editing, deleting, pinning, publishing, and whom they notify."""

from collections.abc import Iterable
from datetime import timedelta

from sandbox.errors import refusal
from sandbox.snowflake import time_of
from sandbox.world import content
from sandbox.world.mentions import Mentions, resolve, spoken_text
from sandbox.world.model import (
    ANNOUNCEMENT,
    COMPONENTS_V2,
    CROSSPOSTED,
    EPHEMERAL,
    LOADING,
    REPLY,
    Channel,
    Json,
    Message,
    Ping,
    StoredFile,
)
from sandbox.world.serialize import member_json, stamp
from sandbox.world.shown_messages import message_event_json
from sandbox.world.threads import Threads

NONCE_WINDOW = timedelta(minutes=5)
LATE = timedelta(hours=1)
MAX_PINS = 250


class Messages(Threads):
    """Posts and changes messages. Rights and forms are checked by the callers."""

    # Discord caps edits of messages older than an hour and publishes no figure: so many per message and hour.
    late_edit_limit = 30

    def post_message(
        self,
        channel_id: int,
        author_id: int,
        payload: Json,
        *,
        files: Iterable[tuple[int, StoredFile]] = (),
        kind: int = 0,
        extra: Json | None = None,
        ephemeral_to: int | None = None,
        loading: bool = False,
    ) -> Message:
        """Post what a checked `payload` says, as this author; notify whom it may.

        `loading` marks a bot's promise of an answer, which `fill_message` redeems.
        """
        channel = self.channel(channel_id)
        self.wake_thread(channel)
        message_id = self.ids.make()
        attachments = self._store(channel_id, payload, files)
        data = content.message_data(payload, attachments, kind, self.clock.now())
        data.update(extra or {})
        if ephemeral_to is not None:
            data["flags"] |= EPHEMERAL
        if loading:
            data["flags"] |= LOADING
        nonce = payload.get("nonce")
        message = Message(
            message_id, channel_id, author_id, data, ephemeral_to=ephemeral_to, nonce=_nonce_text(nonce)
        )
        replied = self._replied_to(payload, data, channel_id)
        mentions = self._mentions(channel, message, payload.get("allowed_mentions"), replied)
        self._file(channel, message, mentions)
        return message

    def _replied_to(self, payload: Json, data: Json, channel_id: int) -> int | None:
        reference = payload.get("message_reference")
        if not reference or "message_id" not in reference:
            return None
        found = self.answerable_message(channel_id, int(reference["message_id"]))
        data["type"] = REPLY
        data["message_reference"] = {
            "type": 0,
            "channel_id": str(channel_id),
            "message_id": str(reference["message_id"]),
        }
        if (guild_id := self.channels[channel_id].guild_id) is not None:
            data["message_reference"]["guild_id"] = str(guild_id)
        return found.author_id if found else None

    def answerable_message(self, channel_id: int, message_id: int) -> Message | None:
        """Return a message that can be replied to: not one for somebody's eyes only."""
        found = self.messages[channel_id].by_id.get(message_id)
        return found if found is not None and found.ephemeral_to is None else None

    def _file(self, channel: Channel, message: Message, mentions: Mentions) -> None:
        self.messages[channel.id].add(message)
        if message.ephemeral_to is not None:
            data = message_event_json(self, message, channel.guild_id)
            self.emit("MESSAGE_CREATE", data, user_ids=frozenset({message.ephemeral_to}))
            return
        channel.last_message_id = message.id
        if channel.thread is not None:
            channel.thread.message_count += 1
            channel.thread.total_message_sent += 1
        data = message_event_json(self, message, channel.guild_id)
        if message.nonce is not None:
            data["nonce"] = message.nonce
        self.emit("MESSAGE_CREATE", data, guild_id=channel.guild_id, channel_id=channel.id)
        self._notify(channel, message, mentions)
        if channel.thread is not None:
            self._draw_in(channel, message.author_id, mentions.user_ids)

    def _notify(self, channel: Channel, message: Message, mentions: Mentions) -> None:
        notified = tuple(each for each in mentions.user_ids if self.may_reach(channel, each))
        if notified or mentions.role_ids or mentions.everyone:
            roles = tuple(mentions.role_ids)
            self.pings.append(Ping(message.id, channel.id, notified, roles, mentions.everyone))

    def _draw_in(self, channel: Channel, author_id: int, mentioned: list[int]) -> None:
        """Who writes in a thread is in it, and who is mentioned is brought in where they may be, and there is room."""
        parent = self.channels[channel.parent_id or 0]
        for user_id in [author_id, *(mentioned if self.may_invite(channel, author_id) else ())]:
            if self.may_view(parent, user_id) and self.has_room(channel):
                self.add_to_thread(channel.id, user_id)

    def may_reach(self, channel: Channel, user_id: int) -> bool:
        """Whether a mention in this channel notifies this user."""
        place = self.channels[channel.parent_id] if channel.is_thread and channel.parent_id else channel
        return self.may_view(place, user_id)

    def _mentions(
        self, channel: Channel, message: Message, allowed: Json | None, replied: int | None
    ) -> Mentions:
        text = spoken_text(message.data["content"], message.data["components"])
        mentions = resolve(self, channel, message.author_id, text, allowed, replied)
        message.mention_ids = mentions.user_ids
        message.data["mention_roles"] = [str(each) for each in mentions.role_ids]
        message.data["mention_everyone"] = mentions.everyone
        return mentions

    def _store(self, channel_id: int, payload: Json, files: Iterable[tuple[int, StoredFile]]) -> list[Json]:
        described = {int(each["id"]): each for each in payload.get("attachments") or [] if "id" in each}
        place = f"{self.base_url}/attachments/{channel_id}"
        return [self._keep(file, place, described.get(index, {})) for index, file in files]

    def _keep(self, file: StoredFile, place: str, details: Json) -> Json:
        attachment_id = self.ids.make()
        self.files[attachment_id] = file
        return content.attachment_data(attachment_id, place, file, details)

    def hand_over(self, file: StoredFile, description: str | None) -> Json:
        """Keep a file that only an application gets, with a form or a command; its attachment."""
        place = f"{self.base_url}/ephemeral-attachments/{self.ids.make()}"
        return {**self._keep(file, place, {"description": description}), "ephemeral": True}

    def with_nonce(self, channel_id: int, author_id: int, nonce: str) -> Message | None:
        """Return the author's message with that nonce, when it was posted within the window; 10008 if it is gone."""
        horizon = self.clock.now() - NONCE_WINDOW
        known = self.nonces.get((channel_id, author_id, nonce))
        if known is None or time_of(known) < horizon:
            return None
        return self.message(channel_id, known)

    def remember_nonce(self, message: Message) -> None:
        """Keep a posted message's nonce for the window."""
        if message.nonce is not None:
            self.nonces[message.channel_id, message.author_id, message.nonce] = message.id
            horizon = self.clock.now() - NONCE_WINDOW
            while self.nonces and time_of(next(iter(self.nonces.values()))) < horizon:
                del self.nonces[next(iter(self.nonces))]

    def edit_message(
        self, message: Message, payload: Json, *, files: Iterable[tuple[int, StoredFile]] = ()
    ) -> Message:
        """Apply a checked partial `payload`; mentions are worked out anew and notify nobody."""
        channel = self.channel(message.channel_id)
        if channel.thread is not None and channel.thread.archived:
            raise refusal(50083)
        now = self.clock.now()
        if message.ephemeral_to is None and now - time_of(message.id) > LATE:
            message.late_edits = [each for each in message.late_edits if now - each < LATE]
            if len(message.late_edits) >= self.late_edit_limit:
                raise refusal(30046)
            message.late_edits.append(now)
        message.data["edited_timestamp"] = stamp(now)
        self._change(channel, message, payload, files)
        return message

    def fill_message(self, message: Message, payload: Json, files: Iterable[tuple[int, StoredFile]]) -> None:
        """Redeem a promised answer: its mentions notify, and it does not count as edited."""
        channel = self.channel(message.channel_id)
        mentions = self._change(channel, message, payload, files)
        if message.ephemeral_to is None:
            self._notify(channel, message, mentions)

    def _change(
        self, channel: Channel, message: Message, payload: Json, files: Iterable[tuple[int, StoredFile]]
    ) -> Mentions:
        kept = content.kept_attachments(message.data["attachments"], payload)
        attachments = [*kept, *self._store(message.channel_id, payload, files)]
        content.apply_edit(message.data, payload, attachments)
        mentions = self._mentions(channel, message, payload.get("allowed_mentions"), None)
        self.announce_update(message)
        return mentions

    def announce_update(self, message: Message) -> None:
        """Tell who sees the message that it changed."""
        channel = self.channel(message.channel_id)
        data = message_event_json(self, message, channel.guild_id)
        if message.ephemeral_to is not None:
            self.emit("MESSAGE_UPDATE", data, user_ids=frozenset({message.ephemeral_to}))
        else:
            self.emit("MESSAGE_UPDATE", data, guild_id=channel.guild_id, channel_id=channel.id)

    def delete_message(self, channel_id: int, message_id: int) -> None:
        """Remove a message, or 10008."""
        message = self.message(channel_id, message_id)
        channel = self.channel(channel_id)
        self.messages[channel_id].remove(message_id)
        data: Json = {"id": str(message_id), "channel_id": str(channel_id)}
        if channel.guild_id is not None:
            data["guild_id"] = str(channel.guild_id)
        if message.ephemeral_to is not None:
            self.emit("MESSAGE_DELETE", data, user_ids=frozenset({message.ephemeral_to}))
            return
        if channel.thread is not None:
            channel.thread.message_count -= 1
        self.emit("MESSAGE_DELETE", data, guild_id=channel.guild_id, channel_id=channel_id)

    def delete_messages(self, channel_id: int, message_ids: Iterable[int]) -> None:
        """Remove many at once; those unknown are passed over."""
        channel = self.channel(channel_id)
        log = self.messages[channel_id]
        gone = [each for each in message_ids if log.remove(each) is not None]
        data = {
            "ids": [str(each) for each in gone],
            "channel_id": str(channel_id),
            "guild_id": str(channel.guild_id),
        }
        self.emit("MESSAGE_DELETE_BULK", data, guild_id=channel.guild_id, channel_id=channel_id)

    def pinned(self, channel_id: int) -> list[Message]:
        """Return the pinned messages, newest pin first."""
        found = [each for each in self.messages[channel_id] if each.pinned_at is not None]
        return sorted(found, key=lambda each: each.pinned_at or self.clock.now(), reverse=True)

    def pin(self, message: Message, by: int) -> None:
        """Pin a message, with Discord's notice in the channel; 30003 beyond 250."""
        if message.pinned_at is not None:
            return
        if len(self.pinned(message.channel_id)) >= MAX_PINS:
            raise refusal(30003)
        message.pinned_at = self.clock.now()
        self._announce_pins(message)
        reference = {"message_id": str(message.id), "channel_id": str(message.channel_id)}
        notice = {"message_reference": reference}
        self.post_message(message.channel_id, by, {"content": ""}, kind=6, extra=notice)

    def unpin(self, message: Message) -> None:
        """Take a pin away."""
        if message.pinned_at is not None:
            message.pinned_at = None
            self._announce_pins(message)

    def _announce_pins(self, message: Message) -> None:
        channel = self.channel(message.channel_id)
        channel.last_pin_at = self.clock.now()
        data: Json = {"channel_id": str(channel.id), "last_pin_timestamp": stamp(channel.last_pin_at)}
        if channel.guild_id is not None:
            data["guild_id"] = str(channel.guild_id)
        self.emit("CHANNEL_PINS_UPDATE", data, guild_id=channel.guild_id, channel_id=channel.id)
        self.announce_update(message)

    def crosspost(self, message: Message) -> None:
        """Publish a message of an announcement channel: once, 40033 after."""
        if self.channel(message.channel_id).type != ANNOUNCEMENT:
            raise refusal(50024)
        if message.data["flags"] & CROSSPOSTED:
            raise refusal(40033)
        message.data["flags"] |= CROSSPOSTED
        self.announce_update(message)

    def typing(self, channel_id: int, user_id: int) -> None:
        """Show that someone is writing."""
        channel = self.channel(channel_id)
        now = int(self.clock.now().timestamp())
        data: Json = {"channel_id": str(channel_id), "user_id": str(user_id), "timestamp": now}
        if channel.guild_id is not None:
            data["guild_id"] = str(channel.guild_id)
            data["member"] = member_json(self, self.member(channel.guild_id, user_id))
        self.emit("TYPING_START", data, guild_id=channel.guild_id, channel_id=channel_id)


def is_v2(data: Json) -> bool:
    """Whether a message is made of v2 components only."""
    return bool(data.get("flags", 0) & COMPONENTS_V2)


def _nonce_text(nonce: object) -> str | None:
    return None if nonce is None else str(nonce)
