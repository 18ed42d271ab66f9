"""Interactions: a person acts, a bot answers within its time, and who sees what comes of it."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.errors import refusal
from sandbox.world.bus import Emission
from sandbox.world.commands import Commands
from sandbox.world.interaction_payload import interaction_json
from sandbox.world.model import EPHEMERAL, LOADING, REPLY, Json, Message, StoredFile
from sandbox.world.serialize import user_json

TOKEN_LIFE = timedelta(minutes=15)
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
KINDS = {
    COMMAND: "a slash command",
    COMPONENT: "a button or a menu",
    AUTOCOMPLETE: "autocomplete",
    MODAL: "a form that was sent",
}
Files = Iterable[tuple[int, StoredFile]]


@dataclass(slots=True)
class Interaction:
    """One act of a person towards a bot, and how it was answered.

    `state`: waiting, answered, deferred (thinking, or updating later), modal, failed. `message_id` is the
    message whose component was used; `original_id` the one that `@original` names.
    """

    id: int
    token: str
    application_id: int
    user_id: int
    channel_id: int
    guild_id: int | None
    type: int
    data: Json
    created_at: datetime
    message_id: int | None = None
    parent: "Interaction | None" = None
    state: str = "waiting"
    callback: int | None = None
    original_id: int | None = None
    followup_ids: list[int] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] | None = None
    watchers: list[Callable[[], None]] = field(default_factory=list)

    def moved(self, state: str) -> None:
        """Note the new state and wake who waits for it."""
        self.state = state
        for watcher in tuple(self.watchers):
            watcher()


class Interactions(Commands):
    """Opens interactions and takes their answers."""

    # Within how many real seconds a bot must answer first.
    answer_seconds = 3.0
    interactions: dict[int, Interaction]

    def open_interaction(
        self,
        application_id: int,
        user_id: int,
        channel_id: int,
        kind: int,
        data: Json,
        *,
        message_id: int | None = None,
        parent: Interaction | None = None,
    ) -> Interaction:
        """Record what a person did and hand it to the application's sessions."""
        now = self.clock.now()
        self._forget_expired(now)
        channel = self.channel(channel_id)
        interaction = Interaction(
            self.ids.make(),
            secrets.token_urlsafe(32),
            application_id,
            user_id,
            channel_id,
            channel.guild_id,
            kind,
            data,
            now,
            message_id,
            parent,
        )
        self.interactions[interaction.id] = interaction
        body = interaction_json(self, interaction)
        self.bus.publish(Emission("INTERACTION_CREATE", body, application_id=application_id))
        return interaction

    def _forget_expired(self, now: datetime) -> None:
        while self.interactions:
            oldest = next(iter(self.interactions.values()))
            if now - oldest.created_at <= TOKEN_LIFE:
                return
            del self.interactions[oldest.id]
            # A file that was handed over lasts as long as the interaction: a bot that wants it reads it.
            for each in oldest.data.get("resolved", {}).get("attachments", {}):
                self.files.pop(int(each), None)

    def answerable(self, interaction_id: int, token: str) -> Interaction:
        """Return the interaction that still waits for its first answer: 10062 late or unknown, 40060 twice."""
        found = self.interactions.get(interaction_id)
        if found is None or not secrets.compare_digest(found.token, token) or found.state == "failed":
            raise refusal(10062)
        if found.callback is not None:
            raise refusal(40060)
        return found

    def by_token(self, application_id: int, token: str) -> Interaction:
        """Return the interaction of a follow-up's token: 50027 unknown or expired, 10015 before any answer."""
        now = self.clock.now()
        found = next(
            (
                each
                for each in reversed(self.interactions.values())
                if each.token == token and each.application_id == application_id
            ),
            None,
        )
        if found is None or now - found.created_at > TOKEN_LIFE:
            raise refusal(50027)
        if found.callback is None:
            raise refusal(10015)
        return found

    def fail_interaction(self, interaction: Interaction) -> None:
        """Note that the three seconds are over without an answer."""
        if interaction.callback is None and interaction.state == "waiting":
            interaction.moved("failed")
            self._tell(interaction, "INTERACTION_FAILURE")

    def _tell(self, interaction: Interaction, name: str, **extra: object) -> None:
        data: Json = {
            "id": str(interaction.id),
            "application_id": str(interaction.application_id),
            "channel_id": str(interaction.channel_id),
            "guild_id": None if interaction.guild_id is None else str(interaction.guild_id),
            "type": interaction.type,
            **extra,
        }
        self.emit(name, data, user_ids=frozenset({interaction.user_id}))

    def answer_with_message(
        self, interaction: Interaction, payload: Json, files: Files, *, deferred: bool = False
    ) -> Message:
        """Answer with a message, or the promise of one (callbacks 4 and 5)."""
        interaction.callback = 5 if deferred else 4
        if deferred:
            payload = {"flags": payload.get("flags") or 0, "content": ""}
        message = self._respond(interaction, payload, files, loading=deferred)
        interaction.original_id = message.id
        interaction.moved("deferred" if deferred else "answered")
        self._tell(interaction, "INTERACTION_SUCCESS")
        return message

    def answer_with_update(
        self, interaction: Interaction, payload: Json, files: Files, *, deferred: bool = False
    ) -> Message:
        """Change the component's message, now or later (callbacks 6 and 7)."""
        message = self.component_message(interaction)
        interaction.callback = 6 if deferred else 7
        interaction.original_id = message.id
        if not deferred:
            self.edit_message(message, payload, files=files)
        interaction.moved("deferred" if deferred else "answered")
        self._tell(interaction, "INTERACTION_SUCCESS")
        return message

    def component_message(self, interaction: Interaction) -> Message:
        """Return the message whose component (or whose component's modal) was used, or 50035's cousin 10008."""
        if interaction.message_id is None:
            raise refusal(50068)
        return self.message(interaction.channel_id, interaction.message_id)

    def answer_with_choices(self, interaction: Interaction, choices: list[Json]) -> None:
        """Take what autocomplete offers (callback 8)."""
        interaction.callback = 8
        interaction.choices = choices
        interaction.moved("answered")

    def answer_with_modal(self, interaction: Interaction, modal: Json) -> None:
        """Open a form before the person (callback 9)."""
        interaction.callback = 9
        interaction.modal = modal
        interaction.moved("modal")
        self._tell(interaction, "INTERACTION_MODAL", modal=modal)

    def follow_up(self, interaction: Interaction, payload: Json, files: Files) -> Message:
        """Return a further message; the first one after a promise fills the promised one."""
        if interaction.callback == 5 and interaction.state == "deferred":
            return self.edit_original(interaction, {"components": [], **payload}, files)
        message = self._respond(interaction, payload, files, follow_up=True)
        interaction.followup_ids.append(message.id)
        if interaction.state == "deferred":
            interaction.moved("answered")
        return message

    def original(self, interaction: Interaction) -> Message:
        """Return what `@original` names, or 10008."""
        if interaction.original_id is None:
            raise refusal(10008)
        return self.message(interaction.channel_id, interaction.original_id)

    def edit_original(self, interaction: Interaction, payload: Json, files: Files) -> Message:
        """Edit the first answer; a promised one becomes a message by it."""
        message = self.original(interaction)
        promised = bool(message.data["flags"] & LOADING)
        message.data["flags"] &= ~LOADING
        if promised:
            # A deferred answer that is filled in is not an edited message.
            self.fill_message(message, payload, files)
        else:
            self.edit_message(message, payload, files=files)
        interaction.moved("answered")
        return message

    def _respond(
        self,
        interaction: Interaction,
        payload: Json,
        files: Files,
        *,
        loading: bool = False,
        follow_up: bool = False,
    ) -> Message:
        hidden = bool((payload.get("flags") or 0) & EPHEMERAL)
        application = self.applications[interaction.application_id]
        kind = 20 if interaction.type == COMMAND and not follow_up else 0
        reference = interaction.original_id if follow_up else interaction.message_id
        extra: Json = {
            "application_id": str(application.id),
            "webhook_id": str(application.id),
            "interaction_metadata": self._metadata(interaction, follow_up),
        }
        known = reference is not None and reference in self.messages[interaction.channel_id].by_id
        if known and kind == 0:
            kind = REPLY
            extra["message_reference"] = {
                "type": 0,
                "channel_id": str(interaction.channel_id),
                "message_id": str(reference),
            }
        if interaction.type == COMMAND and not follow_up:
            extra["interaction"] = {
                "id": str(interaction.id),
                "type": interaction.type,
                "name": command_path(interaction.data),
                "user": user_json(self.users[interaction.user_id]),
            }
        return self.post_message(
            interaction.channel_id,
            application.user_id,
            payload,
            files=files,
            kind=kind,
            extra=extra,
            ephemeral_to=interaction.user_id if hidden else None,
            loading=loading,
        )

    def _metadata(self, interaction: Interaction, follow_up: bool) -> Json:
        metadata: Json = {
            "id": str(interaction.id),
            "type": interaction.type,
            "user": user_json(self.users[interaction.user_id]),
            "authorizing_integration_owners": owners(interaction),
        }
        if follow_up and interaction.original_id is not None:
            metadata["original_response_message_id"] = str(interaction.original_id)
        if interaction.type == COMPONENT and interaction.message_id is not None:
            metadata["interacted_message_id"] = str(interaction.message_id)
        if interaction.type == MODAL and interaction.parent is not None:
            metadata["triggering_interaction_metadata"] = self._metadata(interaction.parent, False)
        if interaction.type == COMMAND:
            metadata["name"] = command_path(interaction.data)
        return metadata


def command_path(data: Json) -> str:
    """Return the name of a called command with its group and subcommand."""
    names = [data["name"]]
    options = data.get("options") or []
    while options and options[0]["type"] in (1, 2):
        names.append(options[0]["name"])
        options = options[0].get("options") or []
    return " ".join(names)


def owners(interaction: Interaction) -> dict[str, str]:
    """By whose installation the interaction came: the guild's, or none in a direct conversation."""
    return {"0": str(interaction.guild_id or 0)}
