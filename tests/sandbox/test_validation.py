"""Forms that Discord refuses, with its codes and paths."""

from typing import Any

import pytest

from sandbox.errors import ApiError
from sandbox.validate.commands import check_command, check_commands, size_of
from sandbox.validate.messages import check_edit, check_new
from sandbox.validate.modals import check_choices, check_modal
from sandbox.world.model import StoredFile

V2 = 1 << 15
BUTTON = {"type": 2, "style": 1, "label": "Oui", "custom_id": "a"}
SELECT = {"type": 3, "custom_id": "s", "options": [{"label": "A", "value": "a"}]}


def row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def text(content: str = "x") -> dict[str, Any]:
    return {"type": 10, "content": content}


def faults(check: Any, *args: Any) -> dict[str, str]:
    """Run a check and return code by dotted path."""
    with pytest.raises(ApiError) as refused:
        check(*args)
    assert refused.value.code == 50035
    found: dict[str, str] = {}

    def walk(node: dict[str, Any], path: str) -> None:
        for key, value in node.items():
            if key == "_errors":
                found[path] = value[0]["code"]
            else:
                walk(value, f"{path}.{key}".strip("."))

    walk(refused.value.errors or {}, "")
    return found


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
        ({"content": ["x"]}, "content", "STRING_TYPE_CONVERT"),
        ({"content": "x", "nonce": "n" * 26}, "nonce", "NONCE_TYPE_TOO_LONG"),
        ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"description": "x" * 4000}] * 2}, "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
        ({"embeds": [{"title": "x"}] * 11}, "embeds", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{}]}, "embeds.0.description", "BASE_TYPE_REQUIRED"),
        (
            {"embeds": [{"fields": [{"name": "", "value": "x"}]}]},
            "embeds.0.fields.0.name",
            "BASE_TYPE_REQUIRED",
        ),
        (
            {"embeds": [{"title": "x", "image": {"url": "ftp://x"}}]},
            "embeds.0.image.url",
            "URL_TYPE_INVALID_SCHEME",
        ),
        ({"components": [row(BUTTON)] * 6}, "components", "BASE_TYPE_MAX_LENGTH"),
        (
            {"components": [row(BUTTON), row(BUTTON)]},
            "components.1.components.0.custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        ),
        ({"components": [BUTTON]}, "components.0.type", "UNION_TYPE_CHOICES"),
        (
            {"components": [row(BUTTON, SELECT)]},
            "components.0.components",
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
        ),
        (
            {"components": [row({"type": 2, "style": 1, "label": "Oui"})]},
            "components.0.components.0.custom_id",
            "BASE_TYPE_REQUIRED",
        ),
        (
            {"components": [row({"type": 2, "style": 5, "label": "Site"})]},
            "components.0.components.0.url",
            "BASE_TYPE_REQUIRED",
        ),
        (
            {"components": [row({**BUTTON, "label": "x" * 81})]},
            "components.0.components.0.label",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            {"components": [row({**SELECT, "options": [{"label": "A", "value": "a"}] * 2})]},
            "components.0.components.0.options.1.value",
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        ),
        (
            {"components": [row({**SELECT, "max_values": 2})]},
            "components.0.components.0.max_values",
            "NUMBER_TYPE_MAX",
        ),
        (
            {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
            "allowed_mentions",
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        ),
        (
            {"content": "x", "flags": V2, "components": [text()]},
            "content",
            "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        ),
        (
            {"flags": V2, "components": [{"type": 17, "components": [text()] * 40}]},
            "components",
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
        ),
        (
            {"flags": V2, "components": [text("x" * 2001)] * 2},
            "components",
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
        ),
        (
            {"flags": V2, "components": [{"type": 9, "components": [text()]}]},
            "components.0.accessory",
            "BASE_TYPE_REQUIRED",
        ),
        (
            {"flags": V2, "components": [{**text(), "id": 4}, {**text(), "id": 4}]},
            "components.1.id",
            "COMPONENT_ID_DUPLICATED",
        ),
    ],
)
def test_a_message_is_refused_at_the_place_of_its_fault(body: dict[str, Any], path: str, code: str):
    assert faults(check_new, body, [])[path] == code


def test_all_faults_are_told_at_once():
    body = {"content": "x" * 2001, "nonce": "n" * 26, "embeds": [{"title": "x" * 257}]}
    assert set(faults(check_new, body, [])) == {"content", "nonce", "embeds.0.title"}


def test_an_empty_message_is_refused_and_a_file_is_enough():
    with pytest.raises(ApiError, match="50006"):
        check_new({"content": ""}, [])
    check_new({}, [(0, StoredFile("a.txt", b"x", "text/plain"))])
    with pytest.raises(ApiError, match="40005"):
        check_new({}, [(0, StoredFile("a.txt", bytes(11 * 1024 * 1024), "text/plain"))])


@pytest.mark.parametrize("attachments", ["x", 5, [5], {"id": 1}, [{"id": "0", "filename": "a.png"}]])
def test_what_is_said_of_attachments_may_be_anything(attachments: object):
    gallery = {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}
    body = {"flags": 1 << 15, "components": [gallery], "attachments": attachments}
    present = {"flags": 1 << 15, "content": "", "embeds": [], "components": [gallery], "attachments": []}
    files = [(0, StoredFile("other.png", b"x", "image/png"))]
    if attachments == [{"id": "0", "filename": "a.png"}]:
        check_new(body, files)
        check_edit(body, present, files)
        return
    missing = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
    assert faults(lambda each: check_new(each, files), body)["components.0.items.0.media.url"] == missing
    assert (
        faults(lambda each: check_edit(each, present, files), body)["components.0.items.0.media.url"]
        == missing
    )


def test_an_edit_may_not_empty_a_message_nor_leave_v2():
    present = {"flags": 0, "content": "x", "embeds": [], "components": [], "attachments": []}
    with pytest.raises(ApiError, match="50006"):
        check_edit({"content": ""}, present, [])
    check_edit({"content": "y"}, present, [])
    v2 = {**present, "content": "", "flags": V2, "components": [text()]}
    assert "content" in faults(check_edit, {"content": "y"}, v2, [])
    assert "content" in faults(check_edit, {"flags": V2, "components": [text()]}, present, [])
    check_edit({"content": None, "embeds": [], "flags": V2, "components": [text()]}, present, [])


def command(**changes: Any) -> dict[str, Any]:
    return {"name": "event", "description": "Événements", **changes}


def option(**changes: Any) -> dict[str, Any]:
    return {"type": 3, "name": "titre", "description": "Titre", **changes}


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        (command(name="Événement"), "name", "APPLICATION_COMMAND_INVALID_NAME"),
        (command(name="deux mots"), "name", "APPLICATION_COMMAND_INVALID_NAME"),
        (command(description=""), "description", "BASE_TYPE_REQUIRED"),
        (command(description="x" * 101), "description", "BASE_TYPE_BAD_LENGTH"),
        (command(name_localizations={"xx": "a"}), "name_localizations.xx", "ENUM_TYPE_COERCE"),
        (
            command(name_localizations={"fr": "Événement"}),
            "name_localizations.fr",
            "APPLICATION_COMMAND_INVALID_NAME",
        ),
        (command(options=[option(name=f"o{n}") for n in range(26)]), "options", "BASE_TYPE_MAX_LENGTH"),
        (
            command(options=[option(), option(name="b", required=True)]),
            "options.1.required",
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
        (
            command(options=[option(), option()]),
            "options.1.name",
            "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
        ),
        (
            command(options=[option(choices=[{"name": "a", "value": "1"}, {"name": "a", "value": "2"}])]),
            "options.0.choices.1.name",
            "APPLICATION_COMMAND_CHOICE_NAME_DUPLICATE",
        ),
        (
            command(options=[option(), option(type=1, name="sous")]),
            "options",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        ),
        (
            command(options=[option(type=1, name="sous", options=[option(type=1, name="x")])]),
            "options.0.type",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        ),
    ],
)
def test_a_command_is_refused_at_the_place_of_its_fault(body: dict[str, Any], path: str, code: str):
    assert faults(check_command, body)[path] == code


def test_names_of_commands_differ_and_their_size_is_bounded():
    assert faults(check_commands, [command(), command()])["1.name"] == "APPLICATION_COMMANDS_DUPLICATE_NAME"
    choices = [{"name": f"{n:02}" + "x" * 98, "value": "y" * 100} for n in range(25)]
    large = command(options=[option(name=f"o{n}", choices=choices) for n in range(2)])
    assert size_of(large) > 8000
    assert faults(check_command, large)[""] == "APPLICATION_COMMAND_TOO_LARGE"
    check_commands([command(), command(name="évènement", options=[option()])])


def modal(*components: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"custom_id": "m", "title": "Profil", "components": list(components), **changes}


FIELD = {"type": 4, "custom_id": "f", "style": 1}


def labelled(kind: int, **changes: Any) -> dict[str, Any]:
    return {"type": 18, "label": "x", "component": {"type": kind, "custom_id": "f", **changes}}


def choices(count: int) -> list[dict[str, Any]]:
    return [{"label": str(each), "value": str(each)} for each in range(count)]


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        (modal(row({**FIELD, "label": "Nom"}), title="x" * 46), "data.title", "BASE_TYPE_BAD_LENGTH"),
        (modal(), "data.components", "BASE_TYPE_BAD_LENGTH"),
        (modal(row(FIELD)), "data.components.0.components.0.label", "BASE_TYPE_REQUIRED"),
        (modal(row(BUTTON)), "data.components.0.components.0.type", "UNION_TYPE_CHOICES"),
        (
            modal({"type": 18, "label": "x" * 46, "component": FIELD}),
            "data.components.0.label",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            modal({"type": 18, "label": "x", "component": {**FIELD, "min_length": 9, "max_length": 3}}),
            "data.components.0.component.min_length",
            "TEXT_INPUT_MIN_LENGTH_TOO_LARGE",
        ),
        (
            modal(
                {"type": 18, "label": "x", "component": FIELD}, {"type": 18, "label": "y", "component": FIELD}
            ),
            "data.components.1.component.custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        ),
        (modal(labelled(19, max_values=11)), "data.components.0.component.max_values", "NUMBER_TYPE_MAX"),
        (
            modal(labelled(19, min_values=3, max_values=2)),
            "data.components.0.component.min_values",
            "SELECT_COMPONENT_MIN_VALUES_TOO_LARGE",
        ),
        (modal(labelled(19, required=1)), "data.components.0.component.required", "BOOLEAN_TYPE_CONVERT"),
        (
            modal(labelled(3, options=choices(2), disabled=True)),
            "data.components.0.component.disabled",
            "BASE_TYPE_CHOICES",
        ),
        (
            modal(labelled(21, options=choices(1))),
            "data.components.0.component.options",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            modal(labelled(22, options=choices(2), max_values=3)),
            "data.components.0.component.max_values",
            "NUMBER_TYPE_MAX",
        ),
        (modal(labelled(23, default="yes")), "data.components.0.component.default", "BOOLEAN_TYPE_CONVERT"),
    ],
)
def test_a_form_is_refused_at_the_place_of_its_fault(body: dict[str, Any], path: str, code: str):
    assert faults(check_modal, body)[path] == code


def test_autocomplete_offers_at_most_twenty_five_choices():
    assert len(check_choices({"choices": [{"name": "a", "value": 1}] * 25})) == 25
    assert "data.choices" in faults(check_choices, {"choices": [{"name": "a", "value": 1}] * 26})
    assert "data.choices.0.value" in faults(check_choices, {"choices": [{"name": "a"}]})
