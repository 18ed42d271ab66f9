"""The check against Discord's description notices what is wrong, and nothing else."""

import copy
import dataclasses
import os
import random
import sys
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from sandbox.conformance import VARIABLE, Description
from sandbox.pytest_plugin import Community
from sandbox.rest.service import Exchange
from tests.sandbox.conftest import Bot

SMALL = {
    "paths": {
        "/things/{thing_id}": {
            "get": {
                "responses": {
                    "200": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
                    }
                }
            }
        }
    },
    "components": {
        "schemas": {
            "Thing": {
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": {"type": "string", "pattern": "^[0-9]+$"},
                    "name": {"type": ["string", "null"], "maxLength": 3},
                    "kind": {"oneOf": [{"const": 1}, {"type": "array", "items": {"type": "integer"}}]},
                },
            }
        }
    },
}


def exchange(body: Any, status: int = 200) -> Exchange:
    return Exchange("GET", "/things/1", "/things/{id}", {}, None, status, {}, orjson.dumps(body))


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"id": "1"}, None),
        ({"id": "1", "name": None, "kind": 1}, None),
        ({"id": "1", "kind": [1, 2]}, None),
        ({}, "response.id is missing"),
        ({"id": 1}, "response.id is int, not string"),
        ({"id": "x"}, "response.id does not match ^[0-9]+$"),
        ({"id": "1", "name": "long"}, "response.name has a length of 4"),
        ({"id": "1", "kind": ["a"]}, "response.kind[0] is str, not integer"),
        ({"id": "1", "kind": 2}, "response.kind is not 1"),
    ],
)
def test_a_fault_is_named_by_its_place(body: Any, fault: str | None):
    found = Description(SMALL).faults(exchange(body))
    assert found == ([] if fault is None else [f"GET /things/{{id}} 200: {fault}"])


def test_a_status_that_is_not_described_is_a_fault():
    assert "not described" in Description(SMALL).faults(exchange({"id": "1"}, 202))[0]


@pytest.mark.skipif(not os.environ.get(VARIABLE), reason=f"Discord's description: set {VARIABLE} to its file")
async def test_most_corruptions_of_real_answers_are_noticed(bot: Bot, community: Community):
    guild = bot.get_guild(community.guild.id)
    assert guild is not None
    channel = await guild.create_text_channel("essai")
    await (await channel.send("bonjour")).edit(content="bonsoir")
    await guild.fetch_roles()
    await guild.fetch_member(community.members[0].user_id)
    description = Description.named()
    assert description is not None
    chance = random.Random(7)
    noticed = tried = 0
    for each in list(community.sandbox.exchanges):
        if each.status >= 300 or not each.body:
            continue
        assert description.faults(each) == []
        for _ in range(20):
            tried += 1
            broken = dataclasses.replace(each, body=orjson.dumps(_corrupted(each.response, chance)))
            noticed += bool(description.faults(broken))
    sys.stdout.write(f"{noticed} of {tried} corrupted answers noticed: {noticed / tried:.0%}\n")
    # The rest are fields that Discord's description does not mention, or lets be anything.
    assert noticed / tried > 0.75, f"{noticed} of {tried}"


def _corrupted(body: Any, chance: random.Random) -> Any:
    """Take a field away, or give one another type."""
    copied = copy.deepcopy(body)
    holder, key = chance.choice(list(_places(copied)))
    if chance.random() < 0.5:
        del holder[key]
    else:
        holder[key] = {"wrong": True} if not isinstance(holder[key], dict) else "wrong"
    return copied


def _places(node: Any) -> Iterator[tuple[dict[str, Any], str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield node, key
            yield from _places(value)
    elif isinstance(node, list):
        for value in node:
            yield from _places(value)
