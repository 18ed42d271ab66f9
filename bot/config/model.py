"""The settings and their types.

The description of a field is what a person is told to write when the value is not right: it completes the sentence
"Write …". Checks that need more words raise `ValueError` with a whole sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator

from bot.config import values

Locale = Annotated[str, AfterValidator(values.check_locale)]
# Discord shows these texts in menus, whose labels and descriptions hold 100 characters.
Text = Annotated[str, Field(min_length=1, max_length=100)]
Texts = Annotated[dict[Locale, Text], Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Colour = Annotated[int, BeforeValidator(values.parse_colour)]
Snowflake = Annotated[int, Field(gt=2**22, lt=2**63)]

KEY = 'a short name that stays the same for ever, in lower-case letters, digits and hyphens, such as "data-center"'
TEXTS = 'the text in each language, 1 to 100 characters, such as { fr = "Sécurité", en = "Security" }'


class Part(BaseModel):
    """A table of the settings: nothing unknown in it, nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class DiscordSettings(Part):
    """How the bot reaches Discord. `token` is None when none was given."""

    token: SecretStr | None = Field(default=None, description="the bot's token in MAILLAGE_DISCORD__TOKEN")
    token_file: Annotated[Path | None, BeforeValidator(values.empty_as_none)] = Field(
        default=None, description="the path of a file that holds the bot's token and nothing else"
    )
    api_base: Annotated[str, AfterValidator(values.check_api_base)] = Field(
        default="https://discord.com/api/v10",
        description='an address such as "https://discord.com/api/v10"',
    )
    gateway: Annotated[str, AfterValidator(values.check_gateway)] = Field(
        default="", description='an address such as "wss://gateway.discord.gg", or nothing'
    )
    communities: tuple[Snowflake, ...] = Field(
        default=(), description="the communities' ids (server ids), such as [123456789012345678]"
    )


class DatabaseSettings(Part):
    """Where everything is kept. `url` holds no password and may be shown; `secret_url` is for connecting."""

    url: Annotated[str, AfterValidator(values.check_database)] = Field(
        default="sqlite:///data/maillage.db",
        description='"sqlite:///path/to/file.db" or "postgresql://user@host:5432/database"',
    )
    password: SecretStr | None = Field(
        default=None, description="the database's password in MAILLAGE_DATABASE__PASSWORD"
    )

    @model_validator(mode="before")
    @classmethod
    def _take_password_out(cls, data: object) -> object:
        return values.split_database_password(data) if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.password is not None:
            values.check_takes_password(self.url)
        return self

    @property
    def secret_url(self) -> SecretStr:
        """The URL with its password, for connecting and never for showing."""
        return SecretStr(values.join_database_password(self.url, self.password))


class LogSettings(Part):
    """How much is logged, and for whom."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description='"debug", "info", "warning" or "error"'
    )
    format: Literal["text", "json"] = Field(
        default="text", description='"text" for people or "json" for a log collector'
    )


class DeliverySettings(Part):
    """The pace of what is sent to Discord."""

    workers: int = Field(default=32, ge=1, le=64, description="a whole number from 1 to 64, such as 32")
    # Discord allows a bot 50 requests a second; the rest is kept for answers and for a clock that is a bit off.
    per_second: float = Field(
        default=49, ge=1, le=49.5, description="a number from 1 to 49.5, such as 49 (Discord's limit is 50)"
    )


class WebSettings(Part):
    """Where the pages for whoever hosts the bot are served. `port` 0: nowhere."""

    host: Annotated[str, AfterValidator(values.check_host)] = Field(
        default="127.0.0.1",
        description='an address of this machine such as "127.0.0.1", or "0.0.0.0" for all of them',
    )
    port: int = Field(default=0, ge=0, le=65535, description="a port such as 9464, or 0 for no pages at all")


class AnnouncementSettings(Part):
    """How announcements leave."""

    approval: bool = Field(
        default=False,
        description="true or false: whether a second organiser has to approve each announcement and each edit",
    )


class EventSettings(Part):
    """How events are shown."""

    scheduled: bool = Field(
        default=True,
        description="true or false: whether each event is also put in Discord's own list of the server's events",
    )


class GroupSettings(Part):
    """A working group that a community starts with."""

    key: Key = Field(description=KEY)
    names: Texts = Field(description=TEXTS)
    topics: Texts = Field(description=TEXTS)
    colour: Colour = Field(description='a colour such as "#3589ED"')
    emoji: Annotated[str, AfterValidator(values.check_emoji)] = Field(
        default="", max_length=16, description='one emoji such as "🌐", or nothing'
    )


class PartnerSettings(Part):
    """A partner that a community starts with: another cluster, or a co-organiser of its events."""

    key: Key = Field(description=KEY)
    name: Text = Field(description="the partner's name, 1 to 100 characters")
    sectors: Texts = Field(description=TEXTS)
    kind: Literal["cluster", "co-organiser"] = Field(
        default="cluster", description='"cluster" or "co-organiser"'
    )
    retired: bool = Field(
        default=False, description="true or false: a retired partner keeps its history and is offered no more"
    )


class CommunitySettings(Part):
    """What a community starts with when the bot first meets it; from then on its own settings count."""

    locale: Locale = Field(default="fr", description='a language that Maillage speaks, such as "fr"')
    timezone: Annotated[str, AfterValidator(values.check_timezone)] = Field(
        default="Europe/Brussels", description='a time zone\'s name, such as "Europe/Brussels"'
    )
    organiser_role: str = Field(
        default="",
        max_length=100,
        description="the name of an existing role, at most 100 characters, or nothing",
    )
    # A menu holds 25 choices, and the panel offers every group in one.
    groups: tuple[GroupSettings, ...] = Field(
        default=(),
        max_length=25,
        description="each group as a table of its own, [[community.groups]], at most 25",
    )
    partners: tuple[PartnerSettings, ...] = Field(
        default=(),
        max_length=25,
        description="each partner as a table of its own, [[community.partners]], at most 25",
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        sentences = [
            *_repeated("groups", (group.key for group in self.groups)),
            *_repeated("partners", (partner.key for partner in self.partners)),
        ]
        for group in self.groups:
            missing = [name for name in ("names", "topics") if self.locale not in getattr(group, name)]
            sentences += [
                f'Group "{group.key}" has no {name} in "{self.locale}": add it.' for name in missing
            ]
        sentences += [
            f'Partner "{partner.key}" has no sectors in "{self.locale}": add them.'
            for partner in self.partners
            if self.locale not in partner.sectors
        ]
        if sentences:
            raise ValueError(" ".join(sentences))
        return self


class Settings(Part):
    """Everything the operator decides."""

    discord: DiscordSettings = Field(default_factory=DiscordSettings)
    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    log: LogSettings = Field(default_factory=LogSettings)
    delivery: DeliverySettings = Field(default_factory=DeliverySettings)
    web: WebSettings = Field(default_factory=WebSettings)
    announcements: AnnouncementSettings = Field(default_factory=AnnouncementSettings)
    events: EventSettings = Field(default_factory=EventSettings)
    community: CommunitySettings = Field(default_factory=CommunitySettings)


def _repeated(what: str, keys: Iterable[str]) -> list[str]:
    return [
        f'{count} {what} have the key "{key}": give each its own.'
        for key, count in Counter(keys).items()
        if count > 1
    ]
