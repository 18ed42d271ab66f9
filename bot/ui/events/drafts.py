"""What organisers see while they prepare: the form, the preview, and what each step has done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import discord
from discord.ui import ActionRow, LayoutView, TextDisplay

from bot.domain.communities import Partner
from bot.domain.events import Audience, Details, Draft, EventOverview, Reminder
from bot.domain.groups import Group
from bot.i18n import Language
from bot.ui.card import Control, button, choices, facts, note
from bot.ui.events.cards import event_card, moment, named_groups, where
from bot.ui.events.forms import draft_id
from bot.ui.message import Message
from bot.ui.text import channel, plain, quoted, shortened

NO_PARTNER = "none"
# Characters of an old or a new value in the list of changes; the card below has the whole.
VALUE_SHOWN = 120


def preview(
    draft: Draft,
    overview: EventOverview,
    before: EventOverview | None,
    *,
    groups: Sequence[Group],
    partners: Sequence[Partner],
    reach: int,
    language: Language,
    now: datetime,
) -> Message:
    """Show a new event, or an edit, exactly as its card will look, with what is left to choose and to confirm."""
    changes = [] if before is None else _changes(before, overview, language)
    heading = [
        language("events-preview-edit" if before else "events-preview"),
        language("events-understood", when=moment(overview.event.details, language)),
    ]
    if before is not None:
        heading += changes or [language("events-nothing-changes")]
    heading.append(_reach(overview, reach, language))
    view = LayoutView(timeout=None)
    view.add_item(TextDisplay("\n".join(heading)))
    shown = event_card(overview, language, now, inert=True).view
    for item in [] if shown is None else list(shown.children):
        view.add_item(item)
    for menu in _menus(draft, overview, groups, partners, language):
        view.add_item(ActionRow(menu))
    confirm = (
        button(language("events-publish"), draft_id("publish", draft), primary=True)
        if before is None
        else button(language("events-save"), draft_id("apply", draft), primary=True, disabled=not changes)
    )
    view.add_item(
        ActionRow(
            confirm,
            button(language("events-correct"), draft_id("correct", draft)),
            button(language("events-discard"), draft_id("drop", draft)),
        )
    )
    return Message(view=view)


def cancel_preview(draft: Draft, overview: EventOverview, reason: str, language: Language) -> Message:
    """Show what calling an event off does, and ask once more."""
    details = overview.event.details
    return note(
        facts(
            language("events-cancel-ask", title=plain(details.title), when=moment(details, language)),
            language("events-cancel-concerned", count=overview.concerned),
            quoted(reason) if reason else language("events-cancel-no-reason"),
        ),
        rows=[
            [
                button(language("events-cancel-confirm"), draft_id("cancel", draft), danger=True),
                button(language("events-cancel-reason"), draft_id("correct", draft)),
                button(language("events-cancel-keep"), draft_id("drop", draft)),
            ]
        ],
    )


def published(
    overview: EventOverview,
    reach: int,
    reminders: Sequence[Reminder],
    events_channel: int | None,
    language: Language,
) -> Message:
    """Say where a new event stands now, whom it reaches, and when people are reminded."""
    return note(
        facts(
            language(
                "events-published",
                title=plain(overview.event.details.title),
                when=moment(overview.event.details, language),
            ),
            _places(overview, reach, events_channel, language),
            _reminders(reminders, language),
        )
    )


def applied(overview: EventOverview, told: int, reminders: Sequence[Reminder], language: Language) -> Message:
    """Say what an edit has done."""
    details = overview.event.details
    return note(
        facts(
            language("events-applied", title=plain(details.title), when=moment(details, language)),
            language("events-applied-told", count=told) if told else None,
            _reminders(reminders, language),
        )
    )


def called_off(overview: EventOverview, language: Language) -> Message:
    """Say what a cancellation has done."""
    return note(
        language("events-called-off", title=plain(overview.event.details.title), count=overview.concerned)
    )


def dropped(draft: Draft, language: Language) -> Message:
    """Say that nothing was done."""
    return note(language(f"events-dropped-{draft.purpose}"))


def _menus(
    draft: Draft,
    overview: EventOverview,
    groups: Sequence[Group],
    partners: Sequence[Partner],
    language: Language,
) -> Iterable[Control]:
    details = overview.event.details
    if groups:
        yield choices(
            draft_id("groups", draft),
            language("events-choose-groups"),
            [
                discord.SelectOption(
                    label=language.pick(group.names)[:100],
                    value=str(group.id),
                    emoji=group.emoji,
                    default=group.id in details.group_ids,
                )
                for group in groups
            ],
            least=0,
        )
    if partners:
        yield choices(
            draft_id("partner", draft),
            language("events-choose-partner"),
            [
                discord.SelectOption(
                    label=language("events-no-partner"),
                    value=NO_PARTNER,
                    default=details.partner_id is None,
                ),
                *(
                    discord.SelectOption(
                        label=partner.name[:100],
                        value=str(partner.id),
                        description=language.pick(partner.sectors)[:100] or None,
                        default=partner.id == details.partner_id,
                    )
                    for partner in partners
                ),
            ],
            most=1,
        )
    yield choices(
        draft_id("audience", draft),
        language("events-choose-audience"),
        [
            discord.SelectOption(
                label=language(f"events-audience-{audience}"),
                value=str(audience),
                default=audience is details.audience,
            )
            for audience in Audience
        ],
        most=1,
    )


def _changes(before: EventOverview, after: EventOverview, language: Language) -> list[str]:
    """List what an edit changes, old and new."""
    old, new = before.event.details, after.event.details
    found = [
        language(
            "events-change",
            what=language(f"events-field-{name}"),
            old=shortened(was, VALUE_SHOWN),
            new=shortened(becomes, VALUE_SHOWN),
        )
        for name, was, becomes in zip(
            ("title", "when", "duration", "place", "groups", "partner", "audience"),
            _values(before, language),
            _values(after, language),
            strict=True,
        )
        if was != becomes
    ]
    if old.description != new.description:
        found.append(language("events-description-changes"))
    if (old.starts_at, old.place, old.link) != (new.starts_at, new.place, new.link) and before.concerned:
        found.append(language("events-change-told", count=before.concerned))
    return found


def _values(overview: EventOverview, language: Language) -> list[str]:
    details: Details = overview.event.details
    nothing = language("events-nothing")
    return [
        plain(details.title),
        moment(details, language),
        language.duration(details.duration),
        where(details, language),
        named_groups(overview, language) or nothing,
        plain(overview.partner.name) if overview.partner else nothing,
        language(f"events-audience-{details.audience}"),
    ]


def _reach(overview: EventOverview, reach: int, language: Language) -> str:
    if not overview.groups:
        return language("events-reach-no-group")
    return language("events-reach", groups=named_groups(overview, language), count=reach)


def _places(overview: EventOverview, reach: int, events_channel: int | None, language: Language) -> str:
    everybody = channel(events_channel) if events_channel else language("events-channel")
    if not overview.groups:
        return language("events-stands-there", channel=everybody)
    names = [
        channel(group.channel_id) if group.channel_id else plain(language.pick(group.names))
        for group in overview.groups
    ]
    return language("events-stands", channel=everybody, groups=names, count=reach)


def _reminders(reminders: Sequence[Reminder], language: Language) -> str:
    if Reminder.DAY in reminders:
        return language("events-reminders-both")
    return language("events-reminders-hour" if reminders else "events-reminders-none")
