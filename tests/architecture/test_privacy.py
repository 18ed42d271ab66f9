"""Whatever is held about a person is claimed by a service that can hand it over and erase it."""

from __future__ import annotations

import inspect
from typing import Any, get_type_hints

from sqlalchemy import BigInteger

from bot.services import Services
from bot.storage.tables import metadata

# Ids that are nobody's (`ref`: of a group or community that an announcement is for); any other column that holds one
# is taken for a person's.
NOT_A_PERSON = {
    "id",
    "community_id",
    "organiser_role_id",
    "role_id",
    "channel_id",
    "thread_id",
    "message_id",
    "series_id",
    "replaces_id",
    "ref",
}

SERVICES: dict[str, Any] = get_type_hints(Services)


def columns_about_people() -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, BigInteger) and not column.foreign_keys and column.name not in NOT_A_PERSON
    }


def test_the_tables_hold_people():
    assert {"membership.user_id", "rsvp.user_id", "intro_request.target_id"} <= columns_about_people()


def test_every_persons_id_is_claimed_by_a_service():
    claimed = set().union(*(service.CLAIMS for service in SERVICES.values()))
    assert columns_about_people() - claimed == set()


def test_a_service_claims_what_there_is():
    existing = {
        f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns
    }
    for name, service in SERVICES.items():
        assert existing >= service.CLAIMS, name


def test_a_service_that_claims_can_export_and_erase():
    for name, service in SERVICES.items():
        for method in ("export", "erase") if service.CLAIMS else ():
            function = getattr(service, method, None)
            assert inspect.iscoroutinefunction(function), f"{name}.{method}"
            assert list(inspect.signature(function).parameters) == ["self", "community_id", "user_id"], name
