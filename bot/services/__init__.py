"""Use cases, one module a feature; each changes state and records effects in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.groups import GroupService
from bot.services.people import PeopleService
from bot.services.setup import SetupService


@dataclass(frozen=True, slots=True)
class Services:
    """Every service, as the application wires them."""

    setup: SetupService
    people: PeopleService
    groups: GroupService
