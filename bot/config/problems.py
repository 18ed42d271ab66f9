"""What is wrong with a configuration, in sentences that say what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.config.model import Settings
from bot.config.values import did_you_mean

Location = tuple[int | str, ...]
# Where a value came from when not from the file: the location of the setting → the environment variable's name.
Origins = Mapping[Location, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: the setting's key (or the file) and a sentence that says what to write instead."""

    key: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.key}: {self.sentence}"


class ConfigurationError(Exception):
    """The configuration cannot be used. `problems` holds every reason, in the order of the settings."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def problems_of(error: ValidationError, origins: Origins) -> list[Problem]:
    """Put each finding of the validation into words of our own."""
    found = error.errors(include_url=False)
    problems = [Problem(_name(each["loc"], origins), _sentence(each)) for each in found]
    return list(dict.fromkeys(problems))  # a variable that holds a list has one problem, not one an item


def _name(location: Location, origins: Origins) -> str:
    """Name a setting as a person finds it: "community.groups #2 colour", or by its environment variable."""
    for length in range(len(location), 0, -1):
        if variable := origins.get(location[:length]):
            return variable
    name = ""
    for step in location:
        if isinstance(step, int):
            name += f" #{step + 1} "
        elif step == "[key]":
            continue
        else:
            name += step if not name or name.endswith(" ") else f".{step}"
    return name.strip()


def _sentence(found: ErrorDetails) -> str:
    kind, location = found["type"], found["loc"]
    if kind == "value_error":
        return str(found["ctx"]["error"])
    if kind == "extra_forbidden":
        return _unknown(location)
    field = _field(location)
    if field is None or field.description is None:
        table = ".".join(str(step) for step in location)
        return f"This is a table of settings: write [{table}] and its settings below."
    if kind == "missing":
        return f"This is missing. Write {field.description}."
    return f"{_shown(found['input'], field)} can't be used. Write {field.description}."


def _shown(value: object, field: FieldInfo) -> str:
    """Quote what was written, if it is short and no secret."""
    if is_secret(field) or not isinstance(value, str | int | float) or not 0 < len(str(value)) <= 60:
        return "This"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _unknown(location: Location) -> str:
    name = str(location[-1])
    known = list(fields_at(location[:-1]))
    if hint := did_you_mean(name, known):
        return f"There is no such setting. {hint}"
    elsewhere = [f"{table}.{name}" for table in Settings.model_fields if name in fields_at((table,))]
    if elsewhere:
        return f'There is no such setting here. Did you mean "{elsewhere[0]}"?'
    return f"There is no such setting. Here there are: {', '.join(known)}."


def fields_at(location: Location) -> dict[str, FieldInfo]:
    """Give the fields of the table at a place of the settings; none if there is no table."""
    model: Any = Settings
    for step in location:
        if isinstance(step, int):
            continue
        field = model.model_fields.get(step)
        model = _model_in(field.annotation) if field else None
        if model is None:
            return {}
    return dict(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Find the table inside `X` or `tuple[X, ...]`."""
    for candidate in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None


def _field(location: Location) -> FieldInfo | None:
    """Find the setting a location is in: the last of its steps that names one."""
    for length in range(len(location), 0, -1):
        step = location[length - 1]
        field = fields_at(location[: length - 1]).get(str(step)) if isinstance(step, str) else None
        if field is not None:
            return field
    return None


def is_secret(field: FieldInfo) -> bool:
    """Tell whether a setting is a secret, which has no place in a file that gets copied about."""
    return SecretStr in (field.annotation, *getattr(field.annotation, "__args__", ()))
