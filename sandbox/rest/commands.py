"""/applications/{application_id}/commands, for everywhere and for one guild."""

from typing import Any

from sandbox.errors import form_error, refusal
from sandbox.rest.routing import Call, Reply, Routes
from sandbox.validate.commands import check_command, check_commands
from sandbox.world.model import Json

routes = Routes()
GLOBAL = "/applications/{application_id}/commands"
LOCAL = "/applications/{application_id}/guilds/{guild_id}/commands"


def _scope(call: Call) -> tuple[int, int | None]:
    application_id = call.id("application_id")
    if application_id != call.application.id:
        raise refusal(20012)
    if "guild_id" not in call.params:
        return application_id, None
    guild_id = call.id("guild_id")
    if call.user_id not in call.world.guild(guild_id).members:
        raise refusal(50001)
    return application_id, guild_id


def _shown(command: Json, with_localizations: bool) -> Json:
    return command if with_localizations else _bare(command)


def _bare(thing: Json) -> Json:
    """Return a command without its localisations, as lists are answered unless they are asked for."""
    made = {key: value for key, value in thing.items() if not key.endswith("_localizations")}
    for key in ("options", "choices"):
        if key in made:
            made[key] = [_bare(each) for each in made[key]]
    return made


@routes.on("GET", GLOBAL)
@routes.on("GET", LOCAL)
def list_commands(call: Call) -> Any:
    """Return the registered commands."""
    shown = call.flag("with_localizations")
    return [_shown(each, shown) for each in call.world.commands_of(*_scope(call)).values()]


@routes.on("PUT", GLOBAL)
@routes.on("PUT", LOCAL)
def replace_commands(call: Call) -> Any:
    """Register exactly the given commands."""
    scope = _scope(call)
    if not isinstance(call.body, list):
        raise form_error((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    check_commands(call.body)
    return call.world.replace_commands(*scope, call.body)


@routes.on("POST", GLOBAL)
@routes.on("POST", LOCAL)
def create_command(call: Call) -> Any:
    """Register one command, or replace the one of that name."""
    scope = _scope(call)
    check_command(call.form)
    command, created = call.world.put_command(*scope, call.form)
    return Reply(201 if created else 200, command)


@routes.on("GET", GLOBAL + "/{command_id}")
@routes.on("GET", LOCAL + "/{command_id}")
def get_command(call: Call) -> Any:
    """Return one command."""
    return call.world.command(*_scope(call), call.id("command_id"))


@routes.on("PATCH", GLOBAL + "/{command_id}")
@routes.on("PATCH", LOCAL + "/{command_id}")
def edit_command(call: Call) -> Any:
    """Change one command."""
    scope = _scope(call)
    current = call.world.command(*scope, call.id("command_id"))
    check_command({**current, **call.form})
    return call.world.edit_command(*scope, call.id("command_id"), call.form)


@routes.on("DELETE", GLOBAL + "/{command_id}")
@routes.on("DELETE", LOCAL + "/{command_id}")
def delete_command(call: Call) -> None:
    """Forget one command."""
    call.world.delete_command(*_scope(call), call.id("command_id"))


def _choices(call: Call, guild_id: int, command_id: int) -> Json:
    chosen = call.world.command_permissions.get((guild_id, command_id), {})
    return {
        "id": str(command_id),
        "application_id": str(call.application.id),
        "guild_id": str(guild_id),
        "permissions": [
            {"id": str(target), "type": kind, "permission": allowed}
            for target, (kind, allowed) in chosen.items()
        ],
    }


@routes.on("GET", LOCAL + "/permissions")
def list_permissions(call: Call) -> Any:
    """Return what organisers chose for the application's commands."""
    application_id, guild_id = _scope(call)
    mine = {*call.world.commands_of(application_id, None), *call.world.commands_of(application_id, guild_id)}
    places = [place for place in call.world.command_permissions if place[0] == guild_id and place[1] in mine]
    return [_choices(call, *place) for place in places]


@routes.on("GET", LOCAL + "/{command_id}/permissions")
def get_permissions(call: Call) -> Any:
    """Return what organisers chose for one command, or 10066 when they chose nothing."""
    _, guild_id = _scope(call)
    command_id = call.id("command_id")
    if (guild_id or 0, command_id) not in call.world.command_permissions:
        raise refusal(10066)
    return _choices(call, guild_id or 0, command_id)
