"""Names of groups: of their channels, and as people type them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.groups import channel_name, folded


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("Sécurité", "sécurité"),
        ("Internet des objets", "internet-des-objets"),
        ("R&D — Web 3.0 !", "r-d-web-3-0"),
        ("…", "groupe"),
    ],
)
def test_a_channel_is_named_as_discord_would_write_it(name, channel):
    assert channel_name(name) == channel


@given(st.text(max_size=300))
def test_every_channel_name_is_one_that_discord_takes(name):
    made = channel_name(name)
    assert 1 <= len(made) <= 100
    assert not re.search(r"\s", made)
    assert channel_name(made) == made


@pytest.mark.parametrize("typed", ["securite", "SÉCURITÉ", "  Sécurité "])
def test_case_accents_and_spaces_do_not_matter(typed):
    assert folded(typed) == folded("sécurité")
