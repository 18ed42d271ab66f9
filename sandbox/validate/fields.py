"""Reads a form's fields by type and bounds, noting every fault under Discord's codes."""

from datetime import datetime
from typing import Any

from sandbox.errors import FormErrors
from sandbox.world.model import Json

Path = tuple[str | int, ...]


class Fields:
    """A form being read: each getter returns the value, or None when absent or wrong; `done` raises faults."""

    def __init__(self, body: Json, errors: FormErrors | None = None, path: Path = ()) -> None:
        self.body = body
        self.errors = FormErrors() if errors is None else errors
        self.path = path

    def done(self) -> None:
        """Raise 50035 if a field was wrong."""
        self.errors.raise_if_any()

    def has(self, name: str) -> bool:
        """Whether the field is given, be it null."""
        return name in self.body

    def fault(self, name: str, code: str, message: str) -> None:
        """Note a fault of a field."""
        self.errors.add((*self.path, name), code, message)

    def required(self, name: str) -> None:
        """Note that a field is missing, if it is."""
        if self.body.get(name) is None:
            self.fault(name, "BASE_TYPE_REQUIRED", "This field is required")

    def text(self, name: str, *, low: int = 0, high: int = 4000, required: bool = False) -> str | None:
        """Text whose stripped length is within bounds."""
        value = self.body.get(name)
        if value is None:
            if required:
                self.required(name)
            return None
        if not isinstance(value, str):
            self.fault(name, "STRING_TYPE_CONVERT", "Could not interpret string.")
            return None
        length = len(value.strip()) if low else len(value)
        if low and length == 0:
            self.fault(name, "BASE_TYPE_REQUIRED", "This field is required")
            return None
        if not low <= length <= high:
            if low and length <= high:
                text = f"Must be between {low} and {high} in length."
                self.fault(name, "BASE_TYPE_BAD_LENGTH", text)
            elif low:
                self.fault(name, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
            else:
                self.fault(name, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
            return None
        return value

    def integer(self, name: str, *, low: int = 0, high: int = (1 << 53)) -> int | None:
        """Read a whole number within bounds."""
        value = self.body.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(name, "NUMBER_TYPE_COERCE", f'Value "{str(value)[:40]}" is not int.')
            return None
        if value < low:
            self.fault(name, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {low}.")
            return None
        if value > high:
            self.fault(name, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {high}.")
            return None
        return value

    def choice(self, name: str, allowed: tuple[int, ...]) -> int | None:
        """Read a number out of a few."""
        value = self.body.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or value not in allowed:
            choices = ", ".join(str(each) for each in allowed)
            self.fault(name, "BASE_TYPE_CHOICES", f"Value must be one of {{{choices}}}.")
            return None
        return int(value)

    def boolean(self, name: str) -> bool | None:
        """Read true or false."""
        value = self.body.get(name)
        if value is None or isinstance(value, bool):
            return value
        self.fault(name, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
        return None

    def permissions(self, name: str) -> int | None:
        """Permission bits, as text or a number."""
        value = self.body.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not str(value).isdigit():
            self.fault(name, "NUMBER_TYPE_COERCE", f'Value "{str(value)[:40]}" is not int.')
            return None
        return int(value)

    def snowflake(self, name: str) -> int | None:
        """Read an id, as text or a number."""
        value = self.body.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not str(value).isdigit() or int(value) >= 1 << 63:
            self.fault(name, "NUMBER_TYPE_COERCE", f'Value "{str(value)[:40]}" is not snowflake.')
            return None
        return int(value)

    def time(self, name: str) -> datetime | None:
        """Read an ISO 8601 time with an offset."""
        value = self.body.get(name)
        if value is None:
            return None
        try:
            when = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            when = None
        if when is None or when.tzinfo is None:
            text = f"Could not parse {str(value)[:40]}. Should be ISO8601."
            self.fault(name, "DATE_TIME_TYPE_PARSE", text)
            return None
        return when

    def objects(self, name: str, *, high: int) -> list[Json]:
        """Read an array of objects, at most `high`; faults leave an empty one."""
        value: Any = self.body.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.fault(name, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        if len(value) > high:
            self.fault(name, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
            return []
        return value
