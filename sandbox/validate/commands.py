"""Application commands: names, texts, options, and the size of the whole."""

import re
from collections.abc import Iterable
from typing import Any

from sandbox.errors import FormErrors
from sandbox.validate.fields import Fields, Path
from sandbox.world.model import Json

# Discord's pattern is ^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$, in lower case where there is one.
NAME = re.compile(r"[-_'\w]{1,32}")
LOCALES = frozenset(
    [
        "id",
        "da",
        "de",
        "en-GB",
        "en-US",
        "es-ES",
        "es-419",
        "fr",
        "hr",
        "it",
        "lt",
        "hu",
        "nl",
        "no",
        "pl",
        "pt-BR",
        "ro",
        "fi",
        "sv-SE",
        "vi",
        "tr",
        "cs",
        "el",
        "bg",
        "ru",
        "uk",
        "hi",
        "th",
        "zh-CN",
        "ja",
        "zh-TW",
        "ko",
    ]
)
SUBCOMMAND, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
MAX_CHARACTERS, MAX_OPTIONS = 8000, 25


def check_commands(bodies: list[Any]) -> None:
    """Refuse a set of commands with its faults, each under its place; names must differ within a type."""
    errors = FormErrors()
    seen: set[tuple[str, int]] = set()
    for index, body in enumerate(bodies):
        if not isinstance(body, dict):
            errors.add((index,), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            continue
        _check(body, errors, (index,))
        key = (str(body.get("name")), int(body.get("type") or 1))
        if key in seen:
            text = "Application command names must be unique"
            errors.add((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", text)
        seen.add(key)
    if sum((body.get("type") or 1) == 1 for body in bodies if isinstance(body, dict)) > 100:
        errors.add((), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
    errors.raise_if_any()


def check_command(body: Json) -> None:
    """Refuse one command with its faults."""
    errors = FormErrors()
    _check(body, errors, ())
    errors.raise_if_any()


def _check(body: Json, errors: FormErrors, path: Path) -> None:
    fields = Fields(body, errors, path)
    kind = fields.choice("type", (1, 2, 3)) or 1
    if kind == 1:
        _check_name(fields)
        _check_description(fields)
        options = fields.objects("options", high=MAX_OPTIONS)
        _check_options(options, errors, (*path, "options"), depth=0)
    else:
        fields.text("name", low=1, high=32, required=True)
    fields.permissions("default_member_permissions")
    if kind == 1 and size_of(body) > MAX_CHARACTERS:
        text = "Command exceeds maximum size (8000)"
        errors.add(path, "APPLICATION_COMMAND_TOO_LARGE", text)


def size_of(thing: Json) -> int:
    """Return the characters that count: names, descriptions and values, the longest localisation of each."""
    total = 0
    for key in ("name", "description"):
        texts = [str(thing.get(key) or ""), *map(str, (thing.get(f"{key}_localizations") or {}).values())]
        total += max(len(each) for each in texts)
    if isinstance(thing.get("value"), str):
        total += len(thing["value"])
    for key in ("options", "choices"):
        total += sum(size_of(each) for each in thing.get(key) or [])
    return total


def _check_name(fields: Fields) -> None:
    name = fields.text("name", low=1, high=32, required=True)
    if name is not None and not _is_name(name):
        text = "String value did not match validation regex."
        fields.fault("name", "APPLICATION_COMMAND_INVALID_NAME", text)
    _check_localisations(fields, "name_localizations", 32, names=True)


def _is_name(name: str) -> bool:
    return bool(NAME.fullmatch(name)) and name == name.lower()


def _check_description(fields: Fields) -> None:
    fields.text("description", low=1, high=100, required=True)
    _check_localisations(fields, "description_localizations", 100, names=False)


def _check_localisations(fields: Fields, key: str, high: int, *, names: bool) -> None:
    given = fields.body.get(key)
    if given is None:
        return
    if not isinstance(given, dict):
        fields.fault(key, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return
    inner = Fields(given, fields.errors, (*fields.path, key))
    for locale in given:
        if locale not in LOCALES:
            inner.fault(locale, "ENUM_TYPE_COERCE", f'Value "{locale}" is not a valid enum value.')
            continue
        value = inner.text(locale, low=1, high=high, required=True)
        if names and value is not None and not _is_name(value):
            inner.fault(
                locale, "APPLICATION_COMMAND_INVALID_NAME", "String value did not match validation regex."
            )


def _check_options(options: list[Json], errors: FormErrors, path: Path, *, depth: int) -> None:
    names: set[str] = set()
    localised: set[tuple[str, str]] = set()
    optional_seen = False
    for index, option in enumerate(options):
        fields = Fields(option, errors, (*path, index))
        fields.required("type")
        kind = fields.choice("type", tuple(range(1, 12)))
        _check_name(fields)
        _check_description(fields)
        pairs = {(k, v) for k, v in (option.get("name_localizations") or {}).items() if isinstance(v, str)}
        if option.get("name") in names or pairs & localised:
            text = "Option names must be unique"
            fields.fault("name", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", text)
        names.add(str(option.get("name")))
        localised |= pairs
        if kind in (SUBCOMMAND, GROUP):
            _check_nested(fields, kind, depth)
            continue
        if option.get("required") and optional_seen:
            text = "Required options must be placed before non-required options"
            fields.fault("required", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
        optional_seen = optional_seen or not option.get("required")
        _check_choices(fields, kind)
    kinds = {option.get("type") in (SUBCOMMAND, GROUP) for option in options}
    if len(kinds) > 1:
        text = "Sub-commands and sub-command groups are mutually exclusive with other options"
        errors.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)


def _check_nested(fields: Fields, kind: int, depth: int) -> None:
    inner = fields.objects("options", high=MAX_OPTIONS)
    kinds: Iterable[object] = {each.get("type") for each in inner}
    if kind == GROUP and (depth or not inner or set(kinds) != {SUBCOMMAND}):
        text = "A sub-command group holds sub-commands only, at the top"
        fields.fault("type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)
    if kind == SUBCOMMAND and set(kinds) & {SUBCOMMAND, GROUP}:
        text = "A sub-command holds no sub-command"
        fields.fault("type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)
    _check_options(inner, fields.errors, (*fields.path, "options"), depth=depth + 1)


def _check_choices(fields: Fields, kind: int | None) -> None:
    choices = fields.objects("choices", high=MAX_OPTIONS)
    if choices and fields.body.get("autocomplete"):
        text = "Autocomplete and choices are mutually exclusive"
        fields.fault("autocomplete", "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", text)
    if (choices or fields.body.get("autocomplete")) and kind not in (STRING, INTEGER, NUMBER):
        fields.fault("type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "This type takes no choices")
    names: set[str] = set()
    for index, choice in enumerate(choices):
        inner = Fields(choice, fields.errors, (*fields.path, "choices", index))
        name = inner.text("name", low=1, high=100, required=True)
        _check_localisations(inner, "name_localizations", 100, names=False)
        if kind == STRING:
            inner.text("value", high=100, required=True)
        else:
            inner.required("value")
        if name in names:
            inner.fault("name", "APPLICATION_COMMAND_CHOICE_NAME_DUPLICATE", "Choice names must be unique")
        names.add(str(name))
