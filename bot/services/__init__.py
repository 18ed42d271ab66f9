"""Use cases, one module a feature; each changes state and records effects in one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.services.announcements import (
    AnnouncementApprovalService,
    AnnouncementDraftService,
    AnnouncementEditService,
    AnnouncementJournalService,
    AnnouncementPlanService,
    AnnouncementReceptionService,
    AnnouncementService,
    AnnouncementTemplateService,
)
from bot.services.checkup import CheckupService
from bot.services.eras import EraService
from bot.services.events import EventAdminService, EventDraftService, EventService
from bot.services.groups import GroupService
from bot.services.health import HealthService
from bot.services.introductions import IntroductionService
from bot.services.partners import PartnerService
from bot.services.people import PeopleService
from bot.services.profiles import ProfileService
from bot.services.setup import SetupService

Tick = Callable[[], Awaitable[datetime | None]]


@dataclass(frozen=True, slots=True)
class Services:
    """Every service, as the application wires them."""

    setup: SetupService
    people: PeopleService
    partners: PartnerService
    groups: GroupService
    events: EventService
    event_drafts: EventDraftService
    event_admin: EventAdminService
    profiles: ProfileService
    introductions: IntroductionService
    announcement_drafts: AnnouncementDraftService
    announcements: AnnouncementService
    announcement_approvals: AnnouncementApprovalService
    announcement_edits: AnnouncementEditService
    announcement_journal: AnnouncementJournalService
    announcement_plans: AnnouncementPlanService
    announcement_receptions: AnnouncementReceptionService
    announcement_templates: AnnouncementTemplateService
    health: HealthService
    eras: EraService
    checkup: CheckupService

    @property
    def ticks(self) -> Sequence[Tick]:
        """Give what each service does with time; each tells when it next has something to do."""
        return (
            # First, so that all others know in which era they are.
            self.eras.tick,
            self.events.tick,
            self.profiles.tick,
            self.introductions.tick,
            self.announcements.tick,
            self.announcement_edits.tick,
            self.announcement_plans.tick,
            self.announcement_approvals.tick,
        )
