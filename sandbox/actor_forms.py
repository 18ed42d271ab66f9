"""From what a person presses, chooses and fills in to the data of an interaction."""

from collections.abc import Iterable, Iterator
from typing import Any

from sandbox.actor_commands import ActorRefused, Resolver
from sandbox.uploads import Upload
from sandbox.validate.components import (
    BUTTON,
    CHANNEL_SELECT,
    CHECKBOX,
    CHECKBOX_GROUP,
    FILE_UPLOAD,
    LABEL,
    LINK,
    MENTIONABLE_SELECT,
    RADIO_GROUP,
    ROLE_SELECT,
    ROW,
    SELECTS,
    STRING_SELECT,
    TEXT_DISPLAY,
    TEXT_INPUT,
    USER_SELECT,
)
from sandbox.world.mentions import walk
from sandbox.world.model import Json

Values = dict[str, Any]


def find_button(components: list[Json], custom_id: str | None, label: str | None) -> Json:
    """Return the enabled button of that custom id or label, anywhere in the message."""
    buttons = [each for each in walk(components) if each["type"] == BUTTON]
    wanted = custom_id if custom_id is not None else label
    key = "custom_id" if custom_id is not None else "label"
    found = [each for each in buttons if each.get(key) == wanted]
    if not found:
        there = ", ".join(str(each.get(key)) for each in buttons) or "none"
        raise ActorRefused("unknown_component", f"no button {wanted!r}; there are: {there}")
    if found[0].get("style") == LINK:
        raise ActorRefused("link_button", "a link opens in the browser")
    if found[0].get("disabled"):
        raise ActorRefused("disabled", f"the button {wanted!r} is disabled")
    return found[0]


def find_select(components: list[Json], custom_id: str) -> Json:
    """Return the enabled select of that custom id."""
    for each in walk(components):
        if each["type"] in SELECTS and each.get("custom_id") == custom_id:
            if each.get("disabled"):
                raise ActorRefused("disabled", f"the menu {custom_id!r} is disabled")
            return each
    raise ActorRefused("unknown_component", f"no menu {custom_id!r}")


def select_data(resolver: Resolver, select: Json, values: Iterable[Any]) -> Json:
    """Return the `data` of a component interaction of a select."""
    chosen = chosen_values(resolver, select, values)
    data: Json = {
        "custom_id": select["custom_id"],
        "component_type": select["type"],
        "values": chosen,
        "id": select["id"],
    }
    if select["type"] != STRING_SELECT:
        data["resolved"] = resolver.resolved
    return data


def chosen_values(resolver: Resolver, select: Json, values: Iterable[Any]) -> list[str]:
    """Return the values chosen in a select, checked against its options, kinds and bounds."""
    chosen = [str(each) for each in ([values] if isinstance(values, (str, int)) else values)]
    kind, name = select["type"], select["custom_id"]
    low, high = select.get("min_values", 1), select.get("max_values", 1)
    if select.get("required") is False and not chosen:
        return []
    if not low <= len(chosen) <= high or len(set(chosen)) != len(chosen):
        raise ActorRefused("invalid_values", f"{name}: choose {low} to {high} different values")
    for value in chosen:
        if not _offered(resolver, select, kind, value):
            raise ActorRefused("invalid_values", f"{name}: {value!r} can't be chosen")
    return chosen


def _offered(resolver: Resolver, select: Json, kind: int, value: str) -> bool:
    if kind == STRING_SELECT:
        return any(option["value"] == value for option in select["options"])
    if not value.isdigit():
        return False
    number = int(value)
    if kind == USER_SELECT:
        return resolver.user(number)
    if kind == ROLE_SELECT:
        return resolver.role(number)
    if kind == MENTIONABLE_SELECT:
        return resolver.user(number) or resolver.role(number)
    return kind == CHANNEL_SELECT and resolver.channel(number, select.get("channel_types"))


def modal_data(resolver: Resolver, modal: Json, values: Values) -> Json:
    """Return the `data` of a submitted form: what is given, defaults for the rest; wrong entries are refused."""
    known = {each["custom_id"] for each in fields_of(modal)}
    if unknown := set(values) - known:
        raise ActorRefused("unknown_component", f"the form has no field {', '.join(sorted(unknown))}")
    data: Json = {
        "custom_id": modal["custom_id"],
        "components": [_row(resolver, each, values) for each in modal["components"]],
    }
    if resolver.resolved:
        data["resolved"] = resolver.resolved
    return data


def fields_of(modal: Json) -> Iterator[Json]:
    """Return the fields of a form that a person fills in."""
    return (each for each in walk(modal["components"]) if "custom_id" in each)


def _row(resolver: Resolver, row: Json, values: Values) -> Json:
    made: Json = {"type": row["type"], "id": row["id"]}
    if row["type"] == ROW:
        made["components"] = [_field(resolver, each, values) for each in row["components"]]
    elif row["type"] == LABEL:
        made["component"] = _field(resolver, row["component"], values)
    elif row["type"] == TEXT_DISPLAY:
        made["content"] = row["content"]
    return made


def _field(resolver: Resolver, field: Json, values: Values) -> Json:
    kind, name = field["type"], field["custom_id"]
    made: Json = {"type": kind, "id": field["id"], "custom_id": name}
    if kind == TEXT_INPUT:
        made["value"] = _text(field, values.get(name, field.get("value") or ""))
    elif kind in SELECTS:
        made["values"] = chosen_values(resolver, field, _selection(field, values))
    elif kind == RADIO_GROUP:
        made["value"] = _one_of(field, values.get(name, _preset(field)[:1]))
    elif kind == CHECKBOX_GROUP:
        made["values"] = _some_of(field, values.get(name, _preset(field)))
    elif kind == CHECKBOX:
        made["value"] = bool(values.get(name, field.get("default", False)))
    elif kind == FILE_UPLOAD:
        made["values"] = _uploaded(resolver, field, values.get(name, ()))
    return made


def _uploaded(resolver: Resolver, field: Json, files: Iterable[Any]) -> list[str]:
    name, chosen = field["custom_id"], list(files)
    if not all(isinstance(each, Upload) for each in chosen):
        raise ActorRefused("invalid_values", f"{name} takes files")
    if not chosen and not field.get("required", True):
        return []
    low, high = max(1, field.get("min_values", 1)), field.get("max_values", 1)
    if not chosen:
        raise ActorRefused("missing_field", f"{name} is required")
    if not low <= len(chosen) <= high:
        raise ActorRefused("invalid_values", f"{name}: attach {low} to {high} files")
    return [resolver.upload(each) for each in chosen]


def _text(field: Json, value: object) -> str:
    name = field["custom_id"]
    if not isinstance(value, str):
        raise ActorRefused("invalid_values", f"{name} takes text")
    if not value:
        if field.get("required", True):
            raise ActorRefused("missing_field", f"{name} is required")
        return value
    low, high = field.get("min_length") or 0, field.get("max_length") or 4000
    if not low <= len(value) <= high:
        raise ActorRefused("invalid_values", f"{name} takes {low} to {high} characters")
    return value


def _selection(field: Json, values: Values) -> Any:
    if field["custom_id"] in values:
        return values[field["custom_id"]]
    if field["type"] == STRING_SELECT:
        return _preset(field)
    return [each["id"] for each in field.get("default_values") or []]


def _preset(field: Json) -> list[str]:
    return [option["value"] for option in field.get("options") or [] if option.get("default")]


def _one_of(field: Json, value: Any) -> str | None:
    # The page says null for a group in which nothing is chosen, as Discord does.
    given = [] if value is None else [value] if isinstance(value, str) else value
    chosen = _some_of({**field, "min_values": 0, "max_values": 1}, given)
    if not chosen and field.get("required", True):
        raise ActorRefused("missing_field", f"{field['custom_id']} is required")
    return chosen[0] if chosen else None


def _some_of(field: Json, values: Iterable[Any]) -> list[str]:
    chosen = [str(each) for each in values]
    offered = {option["value"] for option in field["options"]}
    low = field.get("min_values", 1 if field.get("required", True) else 0)
    high = field.get("max_values") or len(offered)
    if not set(chosen) <= offered or not low <= len(chosen) <= high:
        raise ActorRefused("invalid_values", f"{field['custom_id']}: choose {low} to {high} of its options")
    return chosen
