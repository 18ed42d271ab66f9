"""The document of the sandbox says what the code covers."""

from pathlib import Path

import pytest

from sandbox.coverage import events, tables, written_into
from sandbox.rest import MODULES

DOCUMENT = Path(__file__).parents[2] / "docs" / "sandbox.md"


def test_the_documents_tables_are_those_of_the_code():
    document = DOCUMENT.read_text(encoding="utf-8")
    assert written_into(document) == document, "run: python -m sandbox coverage docs/sandbox.md"


def test_every_route_is_in_the_tables():
    rows = tables().splitlines()
    for module in MODULES:
        for route in module.routes.all:
            assert any(row.startswith(f"| `{route.template}` | {route.method} | ") for row in rows)


def test_events_are_found_in_the_calls_that_send_them():
    found = events()
    assert {"READY", "GUILD_SCHEDULED_EVENT_USER_REMOVE", "THREAD_LIST_SYNC", "INTERACTION_CREATE"} <= found
    # These are between the world, the sessions and people's hands.
    assert not found & {"GUILD_JOINED", "INTERACTION_SUCCESS", "INTERACTION_MODAL"}


def test_a_document_without_the_marks_is_refused():
    with pytest.raises(ValueError, match="no line"):
        written_into("# Rien")
