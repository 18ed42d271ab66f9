"""Whom a text mentions, and whom of them the message may really notify."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.permissions import Permission
from sandbox.world.access import Access
from sandbox.world.model import Channel, Json

CODE = re.compile(r"```.*?```|``.*?``|`[^`\n]*`", re.DOTALL)
USER = re.compile(r"<@!?(\d{15,21})>")
ROLE = re.compile(r"<@&(\d{15,21})>")
EVERYONE = re.compile(r"(?<!\\)@(everyone|here)\b")


@dataclass(slots=True, frozen=True)
class Mentions:
    """The outcome: users and roles notified, and whether everybody is."""

    user_ids: list[int]
    role_ids: list[int]
    everyone: bool


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component of a message or modal, containers before what they hold."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for key in ("accessory", "component"):
            if (inner := component.get(key)) is not None:
                yield from walk([inner])


def spoken_text(content: str, components: list[Json]) -> str:
    """All text of a message in which mentions count: the content and v2 text displays, without code."""
    parts = [content, *(each["content"] for each in walk(components) if each.get("type") == 10)]
    return CODE.sub(" ", "\n".join(parts))


def resolve(
    access: Access,
    channel: Channel,
    author_id: int,
    text: str,
    allowed: dict[str, Any] | None,
    replied_to: int | None = None,
) -> Mentions:
    """Apply `allowed_mentions` (absent: everything), and the author's right to mention everyone."""
    users = [each for each in dict.fromkeys(map(int, USER.findall(text))) if each in access.users]
    guild = access.guilds.get(channel.guild_id) if channel.guild_id is not None else None
    roles = [each for each in dict.fromkeys(map(int, ROLE.findall(text))) if guild and each in guild.roles]
    everyone = guild is not None and bool(EVERYONE.search(text))
    if guild is not None:
        to_all = bool(access.permissions_in(channel, author_id) & Permission.MENTION_EVERYONE)
        roles = [each for each in roles if to_all or guild.roles[each].mentionable]
        everyone = everyone and to_all
    if allowed is not None:
        parse = allowed.get("parse") or []
        named_users = {int(each) for each in allowed.get("users") or []}
        named_roles = {int(each) for each in allowed.get("roles") or []}
        users = [each for each in users if "users" in parse or each in named_users]
        roles = [each for each in roles if "roles" in parse or each in named_roles]
        everyone = everyone and "everyone" in parse
    # A reply notifies its addressee unless allowed_mentions is given and does not say so.
    if replied_to is not None and (allowed is None or allowed.get("replied_user")):
        users = list(dict.fromkeys([*users, replied_to]))
    return Mentions(users, roles, everyone)
