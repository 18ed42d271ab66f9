"""What people agree to, and the wording they agreed to."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class Purpose(enum.StrEnum):
    """What a person's data may be used for when they agree."""

    INTRODUCTIONS = "introductions"
    ANNOUNCEMENTS = "announcements"  # by direct message


# Names the text that people see before they agree ("profiles-consent-…" in the catalogues). Whoever changes what it
# promises changes this too: a button under the older text then shows the newer one instead of agreeing.
POLICY = "2026-11"
# The same for announcements by direct message ("settings-announcements-…").
ANNOUNCEMENTS_POLICY = "2026-11"


@dataclass(frozen=True, slots=True)
class Consent:
    """One entry of the log of consents: given, or withdrawn, to that wording. Entries are never rewritten."""

    purpose: Purpose
    given: bool
    policy: str
    at: datetime
