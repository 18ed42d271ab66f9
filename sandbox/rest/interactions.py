"""Answers to interactions, and the webhook paths of their follow-ups."""

from typing import Any

from sandbox.errors import form_error, refusal
from sandbox.rest.routing import Call, Reply, Routes
from sandbox.validate.messages import check_edit, check_new
from sandbox.validate.modals import check_choices, check_modal
from sandbox.world.content import components_data
from sandbox.world.interactions import AUTOCOMPLETE, MODAL, Interaction
from sandbox.world.model import LOADING, Json, Message
from sandbox.world.shown_messages import message_json

routes = Routes()
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
# Of an answer, which is no reply and has no nonce.
FIELDS = ("content", "tts", "embeds", "allowed_mentions", "components", "attachments", "flags")
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, OPEN_MODAL = 4, 5, 6, 7, 8, 9

CALLBACKS = {
    MESSAGE: "a message",
    DEFERRED: "a message later",
    DEFERRED_UPDATE: "the component's message changed later",
    UPDATE: "the component's message changed",
    CHOICES: "choices of autocomplete",
    OPEN_MODAL: "a form",
}


@routes.on("POST", "/interactions/{interaction_id}/{interaction_token}/callback", public=True)
def answer(call: Call) -> Any:
    """Take the first answer to an interaction."""
    interaction = call.world.answerable(call.id("interaction_id"), call.params["interaction_token"])
    kind = call.form.get("type")
    data = call.form.get("data") or {}
    _check_kind(interaction, kind)
    message = _apply(call, interaction, int(kind or 0), data)
    if not call.flag("with_response"):
        return None
    return Reply(200, _response(call, interaction, int(kind or 0), message))


def _check_kind(interaction: Interaction, kind: object) -> None:
    autocompleting = interaction.type == AUTOCOMPLETE
    allowed = {CHOICES} if autocompleting else {MESSAGE, DEFERRED}
    if not autocompleting and interaction.type != MODAL:
        allowed.add(OPEN_MODAL)
    if interaction.message_id is not None:
        allowed |= {DEFERRED_UPDATE, UPDATE}
    if isinstance(kind, bool) or kind not in allowed:
        choices = ", ".join(str(each) for each in sorted(allowed))
        raise form_error(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {{{choices}}}.")


def _apply(call: Call, interaction: Interaction, kind: int, data: Json) -> Message | None:
    world = call.world
    if kind in (MESSAGE, DEFERRED, UPDATE):
        call.expect_only(*FIELDS, of=data)
    if kind == MESSAGE:
        check_new(data, call.files, path=("data",))
        return world.answer_with_message(interaction, data, call.files)
    if kind == DEFERRED:
        return world.answer_with_message(interaction, data, (), deferred=True)
    if kind == DEFERRED_UPDATE:
        return world.answer_with_update(interaction, {}, (), deferred=True)
    if kind == UPDATE:
        check_edit(data, world.component_message(interaction).data, call.files, path=("data",))
        return world.answer_with_update(interaction, data, call.files)
    if kind == CHOICES:
        world.answer_with_choices(interaction, check_choices(data))
        return None
    check_modal(data)
    modal = {**data, "components": components_data(data["components"], [])}
    world.answer_with_modal(interaction, modal)
    return None


def _response(call: Call, interaction: Interaction, kind: int, message: Message | None) -> Json:
    about: Json = {"id": str(interaction.id), "type": interaction.type}
    body: Json = {"interaction": about}
    if message is not None and kind != DEFERRED_UPDATE:
        about["response_message_id"] = str(message.id)
        about["response_message_loading"] = bool(message.data["flags"] & LOADING)
        about["response_message_ephemeral"] = message.ephemeral_to is not None
        if kind in (MESSAGE, UPDATE):
            body["resource"] = {"type": kind, "message": message_json(call.world, message)}
    return body


def _interaction(call: Call) -> Interaction:
    application_id = call.id("webhook_id")
    if application_id not in call.world.applications:
        raise refusal(10015)
    return call.world.by_token(application_id, call.params["webhook_token"])


@routes.on("POST", WEBHOOK, public=True)
def follow_up(call: Call) -> Any:
    """Send a further message; the first after a deferred answer becomes that answer."""
    interaction = _interaction(call)
    call.expect_only(*FIELDS)
    check_new(call.form, call.files)
    return message_json(call.world, call.world.follow_up(interaction, call.form, call.files))


def _followed(call: Call) -> tuple[Interaction, Message]:
    interaction = _interaction(call)
    if call.params["message_id"] == "@original":
        return interaction, call.world.original(interaction)
    message_id = call.id("message_id")
    if message_id not in (interaction.original_id, *interaction.followup_ids):
        raise refusal(10008)
    return interaction, call.world.message(interaction.channel_id, message_id)


@routes.on("GET", WEBHOOK + "/messages/{message_id}", public=True)
def get_answer(call: Call) -> Any:
    """Return the first answer or a follow-up."""
    return message_json(call.world, _followed(call)[1])


@routes.on("PATCH", WEBHOOK + "/messages/{message_id}", public=True)
def edit_answer(call: Call) -> Any:
    """Edit the first answer or a follow-up."""
    interaction, message = _followed(call)
    call.expect_only(*FIELDS)
    check_edit(call.form, message.data, call.files)
    if message.id == interaction.original_id:
        return message_json(call.world, call.world.edit_original(interaction, call.form, call.files))
    return message_json(call.world, call.world.edit_message(message, call.form, files=call.files))


@routes.on("DELETE", WEBHOOK + "/messages/{message_id}", public=True)
def delete_answer(call: Call) -> None:
    """Delete the first answer or a follow-up."""
    interaction, message = _followed(call)
    call.world.delete_message(interaction.channel_id, message.id)
