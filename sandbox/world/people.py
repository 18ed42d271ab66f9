"""Users, applications, guilds, their members and roles."""

import base64
import secrets
from collections.abc import Iterable

from sandbox.errors import refusal
from sandbox.permissions import EVERYONE
from sandbox.world.access import Access
from sandbox.world.model import Application, Guild, Json, Member, Role, User
from sandbox.world.serialize import (
    guild_json,
    member_json,
    own_user_json,
    partial_member_json,
    role_json,
    user_json,
)

MAX_ROLES = 250


class People(Access):
    """Creates and changes people, communities and roles."""

    def create_application(self, name: str, *, flags: int | None = None) -> Application:
        """Register a bot: an application with a token and a user of the same name.

        `flags` hold the privileged intents it is allowed; all of them unless said otherwise.
        """
        owner = next((each.id for each in self.users.values() if not each.bot), 0)
        user = User(self.ids.make(), name, bot=True, dms_open=False)
        self.users[user.id] = user
        # Libraries read the bot's id out of its token.
        first = base64.urlsafe_b64encode(str(user.id).encode()).decode().rstrip("=")
        token = f"{first}.{secrets.token_urlsafe(4)}.{secrets.token_urlsafe(28)}"
        # Like every application since 2017, its bot carries the same id.
        application = Application(user.id, name, token, user.id, owner)
        if flags is not None:
            application.flags = flags
        self.applications[application.id] = application
        return application

    def create_user(
        self, name: str, *, global_name: str | None = None, locale: str = "fr", dms_open: bool = True
    ) -> User:
        """Create a new person."""
        user = User(self.ids.make(), name, global_name, locale, dms_open=dms_open)
        self.users[user.id] = user
        return user

    def edit_user(self, user_id: int, *, name: str) -> User:
        """Rename a user; their sessions learn of it."""
        user = self.user(user_id)
        user.name = name
        self.emit("USER_UPDATE", own_user_json(user), user_ids=frozenset({user_id}))
        return user

    def create_guild(self, name: str, *, owner_id: int, locale: str = "fr", news: bool = True) -> Guild:
        """Create a new community with its owner as first member and @everyone with Discord's defaults."""
        self.user(owner_id)
        guild = Guild(self.ids.make(), name, owner_id, locale, news=news)
        guild.roles[guild.id] = Role(guild.id, "@everyone", permissions=int(EVERYONE))
        self.guilds[guild.id] = guild
        self.add_member(guild.id, owner_id)
        return guild

    def edit_guild(self, guild_id: int, *, name: str | None = None, locale: str | None = None) -> Guild:
        """Rename a community or change its language."""
        guild = self.guild(guild_id)
        guild.name = name if name is not None else guild.name
        guild.locale = locale if locale is not None else guild.locale
        self.emit("GUILD_UPDATE", guild_json(guild), guild_id=guild_id)
        return guild

    def add_member(
        self, guild_id: int, user_id: int, *, role_ids: Iterable[int] = (), nick: str | None = None
    ) -> Member:
        """Let someone in; who is already there stays as they are."""
        guild = self.guild(guild_id)
        self.user(user_id)
        if user_id in guild.members:
            return guild.members[user_id]
        roles = [self.role(guild_id, each).id for each in role_ids]
        member = Member(user_id, self.clock.now(), roles, nick)
        guild.members[user_id] = member
        if self.bus:
            data = member_json(self, member)
            self.emit("GUILD_MEMBER_ADD", {**data, "guild_id": str(guild_id)}, guild_id=guild_id)
        return member

    def remove_member(self, guild_id: int, user_id: int) -> None:
        """Take someone out: they leave the threads too, and a bot loses its managed role."""
        guild = self.guild(guild_id)
        self.member(guild_id, user_id)
        del guild.members[user_id]
        for thread_id in guild.thread_ids:
            thread = self.channels[thread_id].thread
            if thread is not None:
                thread.members.pop(user_id, None)
        data: Json = {"guild_id": str(guild_id), "user": user_json(self.users[user_id])}
        self.emit("GUILD_MEMBER_REMOVE", data, guild_id=guild_id)
        application = self.application_of(user_id)
        if application is None:
            return
        for role in [each for each in guild.roles.values() if each.managed_by == application.user_id]:
            self.delete_role(guild_id, role.id)
        self.commands.pop((application.id, guild_id), None)
        self.emit("GUILD_DELETE", {"id": str(guild_id)}, guild_id=guild_id, user_ids=frozenset({user_id}))

    def install(self, application_id: int, guild_id: int, permissions: int) -> Role:
        """Add a bot by an invitation with these permissions: it joins with a managed role of its name.

        The role takes the lowest place above @everyone, as on Discord; organisers move it up themselves.
        """
        application = self.applications.get(application_id)
        if application is None:
            raise refusal(10002)
        guild = self.guild(guild_id)
        role = next((each for each in guild.roles.values() if each.managed_by == application.user_id), None)
        if role is None:
            role = self.create_role(guild_id, application.name, permissions=permissions)
            role.managed_by = application.user_id
        elif role.permissions != permissions:
            self.edit_role(guild_id, role.id, permissions=permissions)
        if application.user_id not in guild.members:
            self.add_member(guild_id, application.user_id, role_ids=[role.id])
            self.emit("GUILD_JOINED", {"id": str(guild_id)}, user_ids=frozenset({application.user_id}))
        return role

    def edit_member(
        self,
        guild_id: int,
        user_id: int,
        *,
        role_ids: Iterable[int] | None = None,
        nick: str | None = None,
        clear_nick: bool = False,
    ) -> Member:
        """Change a member's roles or nickname."""
        member = self.member(guild_id, user_id)
        if role_ids is not None:
            member.role_ids = list(dict.fromkeys(self.role(guild_id, each).id for each in role_ids))
        if nick is not None or clear_nick:
            member.nick = nick or None
        self._announce_member(guild_id, member)
        return member

    def add_role(self, guild_id: int, user_id: int, role_id: int) -> None:
        """Give a role; giving it twice changes nothing and is announced once."""
        member = self.member(guild_id, user_id)
        self.role(guild_id, role_id)
        if role_id not in member.role_ids:
            member.role_ids.append(role_id)
            self._announce_member(guild_id, member)

    def remove_role(self, guild_id: int, user_id: int, role_id: int) -> None:
        """Take a role away; taking what is not there changes nothing."""
        member = self.member(guild_id, user_id)
        self.role(guild_id, role_id)
        if role_id in member.role_ids:
            member.role_ids.remove(role_id)
            self._announce_member(guild_id, member)

    def _announce_member(self, guild_id: int, member: Member) -> None:
        data = {**partial_member_json(member), "user": user_json(self.users[member.user_id])}
        self.emit("GUILD_MEMBER_UPDATE", {**data, "guild_id": str(guild_id)}, guild_id=guild_id)

    def create_role(
        self,
        guild_id: int,
        name: str,
        *,
        permissions: int = 0,
        color: int = 0,
        hoist: bool = False,
        mentionable: bool = False,
    ) -> Role:
        """Create a new role, just above @everyone; the others move up."""
        guild = self.guild(guild_id)
        if len(guild.roles) >= MAX_ROLES:
            raise refusal(30005)
        for other in guild.roles.values():
            if other.position >= 1:
                other.position += 1
        role = Role(self.ids.make(), name, int(permissions), color, hoist, mentionable, position=1)
        guild.roles[role.id] = role
        self._announce_role("GUILD_ROLE_CREATE", guild_id, role)
        return role

    def edit_role(
        self,
        guild_id: int,
        role_id: int,
        *,
        name: str | None = None,
        permissions: int | None = None,
        color: int | None = None,
        hoist: bool | None = None,
        mentionable: bool | None = None,
        position: int | None = None,
    ) -> Role:
        """Change what is given of a role."""
        role = self.role(guild_id, role_id)
        role.name = role.name if name is None else name
        role.permissions = role.permissions if permissions is None else int(permissions)
        role.color = role.color if color is None else color
        role.hoist = role.hoist if hoist is None else hoist
        role.mentionable = role.mentionable if mentionable is None else mentionable
        if position is not None:
            self.move_roles(guild_id, {role_id: position})
        self._announce_role("GUILD_ROLE_UPDATE", guild_id, role)
        return role

    def move_roles(self, guild_id: int, positions: dict[int, int]) -> None:
        """Put roles at positions; the others keep their order and close the gaps."""
        guild = self.guild(guild_id)
        before = {role.id: role.position for role in guild.roles.values()}
        # A role moved to a place stands above who was there, when it comes from below, and below otherwise.
        keyed = sorted(
            (role for role in guild.roles.values() if role.id != guild.id),
            key=lambda role: (
                positions.get(role.id, role.position)
                + (0.5 if positions.get(role.id, role.position) > role.position else 0)
                - (0.5 if positions.get(role.id, role.position) < role.position else 0),
                -role.id,
            ),
        )
        for place, role in enumerate(keyed, start=1):
            role.position = place
            if before[role.id] != place and role.id not in positions:
                self._announce_role("GUILD_ROLE_UPDATE", guild_id, role)
        for role_id in positions:
            self._announce_role("GUILD_ROLE_UPDATE", guild_id, self.role(guild_id, role_id))

    def delete_role(self, guild_id: int, role_id: int) -> None:
        """Remove a role from the guild, its members and its channels' overwrites."""
        guild = self.guild(guild_id)
        role = self.role(guild_id, role_id)
        if role_id == guild_id:
            raise refusal(50028)
        del guild.roles[role_id]
        for member in guild.members.values():
            if role_id in member.role_ids:
                member.role_ids.remove(role_id)
        for channel_id in guild.channel_ids:
            self.channels[channel_id].overwrites.pop(role_id, None)
        for other in guild.roles.values():
            if other.position > role.position:
                other.position -= 1
        data: Json = {"guild_id": str(guild_id), "role_id": str(role_id)}
        self.emit("GUILD_ROLE_DELETE", data, guild_id=guild_id)

    def _announce_role(self, name: str, guild_id: int, role: Role) -> None:
        self.emit(name, {"guild_id": str(guild_id), "role": role_json(role)}, guild_id=guild_id)
