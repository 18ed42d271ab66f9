"""Announcements: writing and confirming them, and following what was sent."""

from bot.services.announcements.approving import AnnouncementApprovalService
from bot.services.announcements.drafting import AnnouncementDraftService
from bot.services.announcements.editing import AnnouncementEditService
from bot.services.announcements.journal import AnnouncementJournalService
from bot.services.announcements.planning import AnnouncementPlanService
from bot.services.announcements.receiving import AnnouncementReceptionService
from bot.services.announcements.sending import AnnouncementService
from bot.services.announcements.templates import AnnouncementTemplateService

__all__ = [
    "AnnouncementApprovalService",
    "AnnouncementDraftService",
    "AnnouncementEditService",
    "AnnouncementJournalService",
    "AnnouncementPlanService",
    "AnnouncementReceptionService",
    "AnnouncementService",
    "AnnouncementTemplateService",
]
