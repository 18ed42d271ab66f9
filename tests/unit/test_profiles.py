"""What a profile takes, and what two profiles have in common."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.profiles import LANGUAGES, LONG_LIMIT, SHORT_LIMIT, ProfileText, UnfitProfile, in_common

FILLED: dict[str, Any] = {
    "company": "Ardenne Capteurs",
    "role": "Directrice",
    "offers": "Capteurs",
    "seeks": "Hébergement",
    "languages": ["en", "fr"],
}


def test_surplus_space_goes_and_languages_have_one_order():
    text = ProfileText.typed({**FILLED, "company": "  Ardenne \n Capteurs "})
    assert text.company == "Ardenne Capteurs"
    assert text.languages == ("fr", "en")


@pytest.mark.parametrize("key", ["company", "role", "offers", "seeks"])
@pytest.mark.parametrize(("value", "problem"), [(" \n ", "missing"), ("x" * 4000, "long")])
def test_an_empty_or_endless_answer_is_named(key: str, value: str, problem: str):
    with pytest.raises(UnfitProfile) as refused:
        ProfileText.typed({**FILLED, key: value})
    assert refused.value.code == f"profiles-{key}-{problem}"


@pytest.mark.parametrize("languages", [[], ["xx"]])
def test_a_language_must_be_one_of_those_there_are(languages: list[str]):
    with pytest.raises(UnfitProfile) as refused:
        ProfileText.typed({**FILLED, "languages": languages})
    assert refused.value.code == "profiles-languages-missing"


@given(
    st.fixed_dictionaries(
        {
            "company": st.text(max_size=SHORT_LIMIT * 2),
            "role": st.text(max_size=SHORT_LIMIT * 2),
            "offers": st.text(max_size=LONG_LIMIT * 2),
            "seeks": st.text(max_size=LONG_LIMIT * 2),
            "languages": st.lists(st.sampled_from([*LANGUAGES, "xx"])),
        }
    )
)
def test_whatever_is_typed_is_taken_within_the_limits_or_refused(values: dict[str, Any]):
    try:
        text = ProfileText.typed(values)
    except UnfitProfile:
        return
    assert 0 < len(text.company) <= SHORT_LIMIT
    assert 0 < len(text.role) <= SHORT_LIMIT
    assert 0 < len(text.offers) <= LONG_LIMIT
    assert 0 < len(text.seeks) <= LONG_LIMIT
    assert set(text.languages) <= set(LANGUAGES)


@pytest.mark.parametrize(
    ("offers", "seeks", "words"),
    [
        ("Hébergement en Wallonie", "Un hebergement sûr", ["hebergement"]),
        ("Des capteurs connectés", "Un capteur, plusieurs capteurs", ["capteur"]),
        ("Audits de l’hébergement", "hébergement", ["hébergement"]),
        ("Modèles d’IA, réseaux 5G", "IA et 5G", ["IA", "5G"]),
        ("Des solutions pour nos clients", "Une solution pour un client", []),
        ("Logiciels", "Matériel", []),
        ("", "", []),
    ],
)
def test_what_one_offers_and_the_other_seeks_is_found_in_the_seekers_words(
    offers: str, seeks: str, words: list[str]
):
    assert in_common(offers, seeks) == words


@given(st.text(max_size=300), st.text(max_size=300))
def test_only_words_of_the_seeker_are_given_each_once(offers: str, seeks: str):
    words = in_common(offers, seeks)
    assert len(words) == len(set(words))
    assert all(word in seeks for word in words)
