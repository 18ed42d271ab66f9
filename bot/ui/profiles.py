"""Profiles: the form, the card a person sees of themselves, what others see, and the consent before it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.domain.communities import Partner
from bot.domain.profiles import LANGUAGES, LONG_LIMIT, SHORT_LIMIT, Profile, ProfileView
from bot.i18n import Language
from bot.ui.card import WARNING, button, card, choices, facts, note
from bot.ui.form import Field, Form, Submitted, text
from bot.ui.message import Message
from bot.ui.text import plain, shortened

AFFILIATION_SELECT = "profile:affiliation"
EDIT = "profile:edit"
DELETE = "profile:delete"
NO_PARTNER = "none"


def form(title: str, values: Mapping[str, Any], language: Language, submitted: Submitted) -> Form:
    """Make the profile's form, filled in with `values`."""
    return Form(
        title,
        [
            _question("company", values, language, SHORT_LIMIT),
            _question("role", values, language, SHORT_LIMIT),
            _question("offers", values, language, LONG_LIMIT, long=True),
            _question("seeks", values, language, LONG_LIMIT, long=True),
            Field("languages", language("profiles-languages"), _languages(values, language)),
        ],
        submitted,
    )


def own(view: ProfileView, language: Language, *, heading: str | None = None) -> Message:
    """Show a person their profile, with what they can change. `heading` says what has just happened."""
    profile = view.profile
    seen_by = "profiles-seen-registered" if view.registered else "profiles-seen-alone"
    rows: list[Sequence[Any]] = [[button(language("profiles-edit"), EDIT, primary=True)]]
    if view.partners:
        rows.insert(0, [_affiliation(view.partners, profile.partner_id, language)])
    return card(
        heading or language("profiles-title"),
        facts(f"👤 **{plain(profile.name)}**", *lines(profile, language, LONG_LIMIT)),
        facts(f"🤝 {plain(view.partner.name)}") if view.partner else None,
        rows=rows,
        footer=language(seen_by),
    )


def lines(profile: Profile, language: Language, longest: int) -> list[str]:
    """Tell who a person is and what they bring and seek, each text cut to `longest` characters."""
    spoken = [language(f"profiles-language-{tag}") for tag in profile.languages]
    return [
        f"🏢 {plain(profile.company)} · {plain(profile.role)}",
        f"🎁 {language('profiles-offers-line', text=_cut(profile.offers, longest))}",
        f"🔎 {language('profiles-seeks-line', text=_cut(profile.seeks, longest))}",
        f"💬 {language.listing(spoken)}",
    ]


def none_yet(language: Language) -> Message:
    """Say that there is no profile, and offer to fill one in."""
    return note(language("profiles-none"), rows=[[button(language("profiles-fill"), EDIT, primary=True)]])


def unfit(why: str, purpose: str, language: Language) -> Message:
    """Say what in a filled-in form can't be taken, and offer it again as it was typed."""
    again = button(language("profiles-correct"), f"profile:correct:{purpose}", primary=True)
    return note(why, rows=[[again]])


def delete_asked(language: Language) -> Message:
    """Say what goes with a profile, and ask once more."""
    return card(
        language("profiles-delete-title"),
        language("profiles-delete-what"),
        rows=[[button(language("profiles-delete"), DELETE, danger=True)]],
        colour=WARNING,
    )


def deleted(language: Language) -> Message:
    """Say that the profile is gone."""
    return note(language("profiles-deleted"))


def consent(policy: str, language: Language) -> Message:
    """Tell what introductions keep, who sees it and how to leave, before anything is asked."""
    return card(
        language("profiles-consent-title"),
        facts(
            f"🗂️ {language('profiles-consent-kept')}",
            f"👁️ {language('profiles-consent-seen')}",
            f"🚪 {language('profiles-consent-leave')}",
        ),
        rows=[[button(language("profiles-consent-agree"), f"intro:consent:{policy}", primary=True)]],
        footer=language("profiles-consent-version", policy=policy),
    )


def _question(
    key: str, values: Mapping[str, Any], language: Language, limit: int, *, long: bool = False
) -> Field:
    value = str(values.get(key, ""))
    item = text(
        value=value[:4000],
        example=language(f"profiles-{key}.example"),
        long=long,
        # What was typed elsewhere and is too long is given back whole, to be shortened by its author.
        most=min(4000, max(limit, len(value))),
    )
    return Field(key, language(f"profiles-{key}"), item)


def _languages(values: Mapping[str, Any], language: Language) -> discord.ui.Select[discord.ui.LayoutView]:
    ticked = values.get("languages") or [language.locale]
    options = [
        discord.SelectOption(label=language(f"profiles-language-{tag}"), value=tag, default=tag in ticked)
        for tag in LANGUAGES
    ]
    return choices("languages", language("profiles-languages-menu"), options)


def _affiliation(
    partners: Sequence[Partner], chosen: int | None, language: Language
) -> discord.ui.Select[discord.ui.LayoutView]:
    options = [
        discord.SelectOption(
            label=language("profiles-partner-none"), value=NO_PARTNER, default=chosen is None
        )
    ]
    options += [
        discord.SelectOption(label=partner.name[:100], value=str(partner.id), default=partner.id == chosen)
        for partner in partners
    ]
    return choices(AFFILIATION_SELECT, language("profiles-partner-menu"), options, most=1)


def _cut(text: str, longest: int) -> str:
    return plain(shortened(text, longest))
