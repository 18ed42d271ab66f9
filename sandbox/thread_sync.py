"""Which threads come into a bot's sight when a channel is opened to it."""

from sandbox.world import World
from sandbox.world.bus import Emission
from sandbox.world.model import Guild, Json
from sandbox.world.serialize import thread_json_for, thread_member_json

ROLE_EVENTS = frozenset({"GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE"})


class ThreadSync:
    """Remembers which channels one user sees, and tells what threads a change of rights brings into sight."""

    def __init__(self, world: World, user_id: int) -> None:
        self._world = world
        self._user_id = user_id
        self._seen: dict[int, set[int]] = {}

    def begin(self, guild: Guild) -> None:
        """Note what is seen of a guild as it arrives: its threads arrive with it."""
        self._seen[guild.id] = self._visible(guild)

    def after(self, emission: Emission) -> Json | None:
        """Return the data of THREAD_LIST_SYNC that a change calls for, or None."""
        guild = self._world.guilds.get(emission.guild_id or 0)
        before = self._seen.get(emission.guild_id or 0)
        if guild is None or before is None or not self._may_matter(emission):
            return None
        now = self._seen[guild.id] = self._visible(guild)
        opened = now - before
        # A channel that was just made has no threads yet.
        if emission.name == "CHANNEL_CREATE" or not opened:
            return None
        return self._listed(guild, opened)

    def _may_matter(self, emission: Emission) -> bool:
        if emission.name == "GUILD_MEMBER_UPDATE":
            return bool(emission.data["user"]["id"] == str(self._user_id))
        return emission.name in ROLE_EVENTS or emission.name in ("CHANNEL_CREATE", "CHANNEL_UPDATE")

    def _visible(self, guild: Guild) -> set[int]:
        channels = self._world.channels
        return {each for each in guild.channel_ids if self._world.may_view(channels[each], self._user_id)}

    def _listed(self, guild: Guild, opened: set[int]) -> Json:
        threads = [
            each
            for each in self._world.guild_threads(guild.id)
            if each.parent_id in opened
            and each.thread is not None
            and not each.thread.archived
            and self._world.may_view(each, self._user_id)
        ]
        inside = [each for each in threads if each.thread and self._user_id in each.thread.members]
        return {
            "guild_id": str(guild.id),
            "channel_ids": [str(each) for each in sorted(opened)],
            "threads": [thread_json_for(each, self._user_id) for each in threads],
            "members": [thread_member_json(each, self._user_id) for each in inside],
        }
