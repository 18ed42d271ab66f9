"""Bounds of embeds, each and all together."""

from sandbox.errors import FormErrors
from sandbox.validate.fields import Fields, Path
from sandbox.world.model import Json

MAX_ALL = 6000
URL_SCHEMES = ("http://", "https://", "attachment://")


def check_embeds(embeds: list[Json], errors: FormErrors, path: Path) -> None:
    """Note every fault of a message's embeds."""
    total = 0
    for index, embed in enumerate(embeds):
        fields = Fields(embed, errors, (*path, index))
        texts = [fields.text("title", high=256), fields.text("description", high=4096)]
        fields.integer("color", high=0xFFFFFF)
        if embed.get("timestamp") is not None:
            fields.time("timestamp")
        for part, key, high in (("footer", "text", 2048), ("author", "name", 256)):
            if embed.get(part):
                inner = Fields(embed[part], errors, (*fields.path, part))
                texts.append(inner.text(key, low=1, high=high, required=True))
        texts += _check_fields(fields)
        for part in ("image", "thumbnail"):
            if embed.get(part):
                _check_url(Fields(embed[part], errors, (*fields.path, part)))
        if embed.get("url"):
            _check_url(fields)
        total += sum(len(each) for each in texts if each)
        if not any(
            embed.get(key)
            for key in ("title", "description", "fields", "author", "footer", "image", "thumbnail")
        ):
            fields.fault("description", "BASE_TYPE_REQUIRED", "This field is required")
    if total > MAX_ALL:
        text = f"Embed size exceeds maximum size of {MAX_ALL}"
        errors.add(path, "MAX_EMBED_SIZE_EXCEEDED", text)


def _check_fields(embed: Fields) -> list[str | None]:
    texts = []
    for place, field in enumerate(embed.objects("fields", high=25)):
        inner = Fields(field, embed.errors, (*embed.path, "fields", place))
        texts.append(inner.text("name", low=1, high=256, required=True))
        texts.append(inner.text("value", low=1, high=1024, required=True))
    return texts


def _check_url(fields: Fields) -> None:
    url = fields.text("url", high=2048, required=True)
    if url is not None and not url.startswith(URL_SCHEMES):
        text = (
            f"Scheme \"{url.split(':')[0][:20]}\" is not supported. Scheme must be one of ('http', 'https')."
        )
        fields.fault("url", "URL_TYPE_INVALID_SCHEME", text)
