"""Cards of introductions, as they are true when they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.delivery.cards.source import CardSource
from bot.domain.introductions import ERASED, RequestState, RequestView
from bot.i18n import Language
from bot.storage.database import Unit
from bot.ui import introductions as ui
from bot.ui.message import Message


async def _asked(unit: Unit, about: Mapping[str, Any], language: Language, now: datetime) -> Message | None:
    """Ask the question, as long as it can be answered."""
    view = await _view(unit, about)
    if view is None or not view.request.answerable(now):
        return None
    community = await unit.communities.get(view.request.community_id)
    return ui.asked(view, community.name if community else "", language)


async def _answered(
    unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime
) -> Message | None:
    """Show what became of the question, in its place."""
    view = await _view(unit, about)
    return None if view is None else ui.answered(view, language)


async def _outcome(
    unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime
) -> Message | None:
    """Tell whoever asked how it ended."""
    view = await _view(unit, about)
    return None if view is None else ui.outcome(view, language)


async def _opening(
    unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime
) -> Message | None:
    """Say the first words in the thread of two; nothing where one of them had their data erased meanwhile."""
    view = await _met(unit, about)
    return None if view is None else ui.opening(view, language)


async def _unopened(
    unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime
) -> Message | None:
    view = await _met(unit, about)
    return None if view is None else ui.unopened(view, language)


async def _thread_title(
    unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime
) -> Message | None:
    view = await _met(unit, about)
    return None if view is None else ui.thread_title(view, language)


async def _private_title(
    unit: Unit, about: Mapping[str, Any], language: Language, _now: datetime
) -> Message | None:
    view = await _view(unit, about)
    return None if view is None else ui.private_title(language)


async def _met(unit: Unit, about: Mapping[str, Any]) -> RequestView | None:
    view = await _view(unit, about)
    if view is None or ERASED in (view.request.requester_id, view.request.target_id):
        return None
    return view if view.request.state is RequestState.ACCEPTED else None


async def _view(unit: Unit, about: Mapping[str, Any]) -> RequestView | None:
    request = await unit.introductions.get(about["request"])
    if request is None:
        return None
    profiles = await unit.people.profiles(request.community_id, [request.requester_id, request.target_id])
    return RequestView(request, profiles.get(request.requester_id), profiles.get(request.target_id))


CARDS: dict[str, CardSource] = {
    "intro-request": _asked,
    "intro-request-answered": _answered,
    "intro-outcome": _outcome,
    "intro-opening": _opening,
    "intro-unopened": _unopened,
    "intro-thread-title": _thread_title,
    "intro-thread-private": _private_title,
}
