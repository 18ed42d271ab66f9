"""Modals and autocomplete choices, as answers to an interaction."""

from typing import Any

from sandbox.errors import form_error
from sandbox.validate.components import (
    CHECKBOX,
    CHECKBOX_GROUP,
    FILE_UPLOAD,
    LABEL,
    RADIO_GROUP,
    ROW,
    SELECTS,
    TEXT_DISPLAY,
    TEXT_INPUT,
    Checker,
)
from sandbox.validate.fields import Fields, Path
from sandbox.world.model import Json

IN_LABEL = (TEXT_INPUT, *SELECTS, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX)
MAX_TEXT, MAX_VALUES = 4000, 10


def check_modal(data: Json) -> None:
    """Refuse a form that Discord would not open."""
    fields = Fields(data, path=("data",))
    fields.text("custom_id", low=1, high=100, required=True)
    fields.text("title", low=1, high=45, required=True)
    rows = fields.objects("components", high=5)
    if not rows:
        fields.fault("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    checker = Checker(fields.errors)
    for index, row in enumerate(rows):
        _check_row(checker, row, ("data", "components", index))
    fields.done()


def _check_row(checker: Checker, row: Json, path: Path) -> None:
    kind = checker.kind(row, path, (ROW, LABEL, TEXT_DISPLAY))
    fields = Fields(row, checker.errors, path)
    if kind == TEXT_DISPLAY:
        checker.text(fields)
    elif kind == ROW:
        inner = fields.objects("components", high=1)
        if not inner:
            fields.fault("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 1 in length.")
        for index, each in enumerate(inner):
            if checker.kind(each, (*path, "components", index), (TEXT_INPUT,)) is not None:
                _check_input(
                    checker, Fields(each, checker.errors, (*path, "components", index)), labelled=False
                )
    elif kind == LABEL:
        fields.text("label", low=1, high=45, required=True)
        fields.text("description", high=100)
        component = row.get("component")
        if not isinstance(component, dict):
            fields.fault("component", "BASE_TYPE_REQUIRED", "This field is required")
            return
        _check_field(checker, component, (*path, "component"))


def _check_field(checker: Checker, component: Json, path: Path) -> None:
    kind = checker.kind(component, path, IN_LABEL)
    fields = Fields(component, checker.errors, path)
    if kind is not None and kind != CHECKBOX:
        fields.boolean("required")
    if kind == TEXT_INPUT:
        _check_input(checker, fields, labelled=True)
    elif kind in SELECTS:
        checker.select(fields)
        if fields.boolean("disabled"):
            # A message may show a menu that can't be used; a form may not.
            fields.fault("disabled", "BASE_TYPE_CHOICES", "Value must be one of {False}.")
    elif kind is not None:
        checker.custom_id(fields)
        _check_choice(checker, fields, kind)


def _check_choice(checker: Checker, fields: Fields, kind: int) -> None:
    if kind == FILE_UPLOAD:
        checker.bounds(fields, MAX_VALUES)
    elif kind == RADIO_GROUP:
        checker.options(fields, None, None, at_least=2, at_most=MAX_VALUES)
    elif kind == CHECKBOX_GROUP:
        low, high = checker.bounds(fields, MAX_VALUES)
        checker.options(fields, low, high, at_least=1, at_most=MAX_VALUES)
    else:
        fields.boolean("default")


def _check_input(checker: Checker, fields: Fields, *, labelled: bool) -> None:
    checker.custom_id(fields)
    fields.required("style")
    fields.choice("style", (1, 2))
    if not labelled:
        fields.text("label", low=1, high=45, required=True)
    low = fields.integer("min_length", high=MAX_TEXT)
    high = fields.integer("max_length", low=1, high=MAX_TEXT)
    if low is not None and high is not None and low > high:
        text = "Minimum length must be less than or equal to maximum length"
        fields.fault("min_length", "TEXT_INPUT_MIN_LENGTH_TOO_LARGE", text)
    fields.text("placeholder", high=100)
    value = fields.text("value", high=MAX_TEXT)
    if value and high is not None and len(value) > high:
        fields.fault("value", "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")


def check_choices(data: Json) -> list[Json]:
    """Return what autocomplete offers, at most 25 choices with bounded names and values."""
    fields = Fields(data, path=("data",))
    choices = fields.objects("choices", high=25)
    for index, choice in enumerate(choices):
        inner = Fields(choice, fields.errors, ("data", "choices", index))
        inner.text("name", low=1, high=100, required=True)
        value: Any = choice.get("value")
        if value is None:
            inner.required("value")
        elif isinstance(value, str) and len(value) > 100:
            inner.fault("value", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
    fields.done()
    if not isinstance(data.get("choices"), list):
        raise form_error(("data", "choices"), "BASE_TYPE_REQUIRED", "This field is required")
    return choices
