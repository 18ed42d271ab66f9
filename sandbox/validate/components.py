"""Components: rows of buttons and selects, v2 layouts, and what a modal may hold."""

from collections.abc import Collection, Iterable

from sandbox.errors import FormErrors
from sandbox.validate.fields import Fields, Path
from sandbox.world.mentions import walk
from sandbox.world.model import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 18, 19, 21, 22, 23
SELECTS = (STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT)
IN_CONTAINER = (ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR)
ATTACHED = "attachment://"
MAX_V2, MAX_V2_TEXT, LINK, PREMIUM = 40, 4000, 5, 6


class Checker:
    """Walks components, notes faults, and keeps what must be unique or bounded in the whole message."""

    def __init__(self, errors: FormErrors, file_names: Collection[str] = ()) -> None:
        self.errors = errors
        self.file_names = file_names
        self.custom_ids: set[str] = set()
        self.ids: set[int] = set()
        self.text_length = 0

    def kind(self, component: Json, path: Path, allowed: Iterable[int]) -> int | None:
        """Check the component's type when it may stand here."""
        kind = component.get("type")
        if isinstance(kind, bool) or kind not in (choices := tuple(allowed)):
            text = f"Value must be one of {{{', '.join(map(str, choices))}}}."
            self.errors.add((*path, "type"), "UNION_TYPE_CHOICES", text)
            return None
        number = component.get("id")
        if number:
            if number in self.ids:
                text = "Component id must be unique within the message"
                self.errors.add((*path, "id"), "COMPONENT_ID_DUPLICATED", text)
            self.ids.add(number)
        return int(kind)

    def custom_id(self, fields: Fields) -> None:
        """Note a missing, long or doubled custom id."""
        found = fields.text("custom_id", low=1, high=100, required=True)
        if found is None:
            return
        if found in self.custom_ids:
            text = "Component custom id cannot be duplicated"
            fields.fault("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", text)
        self.custom_ids.add(found)

    def row(self, row: Json, path: Path) -> None:
        """Check a row: up to five buttons, or one select."""
        fields = Fields(row, self.errors, path)
        inner = fields.objects("components", high=5)
        if not inner:
            fields.fault("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
        kinds = [each.get("type") for each in inner]
        if any(kind in SELECTS for kind in kinds) and len(kinds) > 1:
            text = "The specified component exceeds the maximum width"
            fields.fault("components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", text)
        for index, each in enumerate(inner):
            self.pressable(each, (*path, "components", index))

    def pressable(self, component: Json, path: Path) -> None:
        """Check a button or a select."""
        kind = self.kind(component, path, (BUTTON, *SELECTS))
        if kind == BUTTON:
            self.button(Fields(component, self.errors, path))
        elif kind is not None:
            self.select(Fields(component, self.errors, path))

    def button(self, fields: Fields) -> None:
        """Check a button: an action with a custom id, or a link with an address."""
        fields.required("style")
        style = fields.choice("style", (1, 2, 3, 4, LINK, PREMIUM))
        label = fields.text("label", high=80)
        body = fields.body
        if style == LINK:
            if fields.text("url", low=1, high=512, required=True) and body.get("custom_id"):
                text = "A custom id and url cannot both be specified"
                fields.fault("custom_id", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", text)
            url = str(body.get("url") or "")
            if url and not url.startswith(("http://", "https://", "discord://")):
                text = "Scheme must be one of ('http', 'https', 'discord')."
                fields.fault("url", "URL_TYPE_INVALID_SCHEME", text)
        elif style != PREMIUM:
            self.custom_id(fields)
            if body.get("url"):
                fields.fault("url", "BUTTON_COMPONENT_INVALID_URL", "Only link buttons have a url")
        if style != PREMIUM and not label and not body.get("emoji"):
            text = "Button must have a label or an emoji"
            fields.fault("label", "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", text)

    def select(self, fields: Fields) -> None:
        """Check a select menu of any kind."""
        self.custom_id(fields)
        fields.text("placeholder", high=150)
        low, high = self.bounds(fields, 25)
        if fields.body["type"] == STRING_SELECT:
            self.options(fields, low, high, at_least=1, at_most=25)

    def bounds(self, fields: Fields, most: int) -> tuple[int | None, int | None]:
        """Return how few and how many values may be given, at most `most`."""
        low = fields.integer("min_values", high=most)
        high = fields.integer("max_values", low=1, high=most)
        if low is not None and high is not None and low > high:
            text = "Minimum values must be less than or equal to maximum values"
            fields.fault("min_values", "SELECT_COMPONENT_MIN_VALUES_TOO_LARGE", text)
        return low, high

    def options(
        self, fields: Fields, low: int | None, high: int | None, *, at_least: int, at_most: int
    ) -> None:
        """Check a menu's options: present, bounded, each value once."""
        options = fields.objects("options", high=at_most)
        if len(options) < at_least:
            text = f"Must be between {at_least} and {at_most} in length."
            fields.fault("options", "BASE_TYPE_BAD_LENGTH", text)
        seen: set[str] = set()
        for index, option in enumerate(options):
            inner = Fields(option, self.errors, (*fields.path, "options", index))
            inner.text("label", low=1, high=100, required=True)
            inner.text("description", high=100)
            value = inner.text("value", low=1, high=100, required=True)
            if value in seen:
                inner.fault(
                    "value",
                    "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                    "The specified option value is already used",
                )
            if value is not None:
                seen.add(value)
        if options and high is not None and high > len(options):
            text = f"int value should be less than or equal to {len(options)}."
            fields.fault("max_values", "NUMBER_TYPE_MAX", text)
        if options and low is not None and low > len(options):
            text = f"int value should be less than or equal to {len(options)}."
            fields.fault("min_values", "NUMBER_TYPE_MAX", text)

    def layout(self, component: Json, path: Path, allowed: Iterable[int]) -> None:
        """Check a v2 component with all that it holds."""
        kind = self.kind(component, path, allowed)
        fields = Fields(component, self.errors, path)
        if kind == ROW:
            self.row(component, path)
        elif kind == TEXT_DISPLAY:
            self.text(fields)
        elif kind == SECTION:
            self.section(fields)
        elif kind == CONTAINER:
            fields.integer("accent_color", high=0xFFFFFF)
            inner = fields.objects("components", high=MAX_V2)
            if not inner:
                fields.fault("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 40 in length.")
            for index, each in enumerate(inner):
                self.layout(each, (*path, "components", index), IN_CONTAINER)
        elif kind == SEPARATOR:
            fields.boolean("divider")
            fields.choice("spacing", (1, 2))
        elif kind in (GALLERY, FILE, THUMBNAIL):
            self.media(fields, kind)

    def text(self, fields: Fields) -> None:
        """Check a text display."""
        self.text_length += len(fields.text("content", low=1, high=MAX_V2_TEXT, required=True) or "")

    def section(self, fields: Fields) -> None:
        """One to three texts beside a button or picture."""
        inner = fields.objects("components", high=3)
        if not inner:
            fields.fault("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 3 in length.")
        for index, each in enumerate(inner):
            self.layout(each, (*fields.path, "components", index), (TEXT_DISPLAY,))
        accessory = fields.body.get("accessory")
        if not isinstance(accessory, dict):
            fields.fault("accessory", "BASE_TYPE_REQUIRED", "This field is required")
        elif accessory.get("type") == BUTTON:
            self.pressable(accessory, (*fields.path, "accessory"))
        else:
            self.layout(accessory, (*fields.path, "accessory"), (BUTTON, THUMBNAIL))

    def media(self, fields: Fields, kind: int) -> None:
        """Pictures and files: each needs an address."""
        if kind == GALLERY:
            items = fields.objects("items", high=10)
            if not items:
                fields.fault("items", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")
            for index, each in enumerate(items):
                inner = Fields(each, self.errors, (*fields.path, "items", index))
                inner.text("description", high=1024)
                self._address(inner, "media")
            return
        if kind == THUMBNAIL:
            fields.text("description", high=1024)
        self._address(fields, "file" if kind == FILE else "media")

    def _address(self, fields: Fields, key: str) -> None:
        media = fields.body.get(key)
        if not isinstance(media, dict):
            fields.fault(key, "BASE_TYPE_REQUIRED", "This field is required")
            return
        inner = Fields(media, self.errors, (*fields.path, key))
        url = inner.text("url", low=1, high=2048, required=True)
        if url is None:
            return
        schemes = ("attachment",) if key == "file" else ("http", "https", "attachment")
        if not url.startswith(tuple(f"{each}://" for each in schemes)):
            inner.fault("url", "URL_TYPE_INVALID_SCHEME", f"Scheme must be one of {schemes}.")
        elif url.startswith(ATTACHED) and url.removeprefix(ATTACHED) not in self.file_names:
            text = "The referenced attachment was not found"
            inner.fault("url", "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", text)


def check_rows(components: list[Json], errors: FormErrors, path: Path) -> None:
    """Note the faults of a message's rows."""
    checker = Checker(errors)
    for index, row in enumerate(components):
        if checker.kind(row, (*path, index), (ROW,)) is not None:
            checker.row(row, (*path, index))


def check_layout(
    components: list[Json], errors: FormErrors, path: Path, file_names: Collection[str] = ()
) -> None:
    """Note the faults of a v2 message: forty components and 4,000 characters in all, and only files it has."""
    checker = Checker(errors, file_names)
    for index, component in enumerate(components):
        checker.layout(component, (*path, index), (*IN_CONTAINER, CONTAINER))
    if sum(1 for _ in walk(components)) > MAX_V2:
        errors.add(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", f"Too many components, at most {MAX_V2}")
    if checker.text_length > MAX_V2_TEXT:
        text = f"Must be {MAX_V2_TEXT} or fewer in length."
        errors.add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", text)
