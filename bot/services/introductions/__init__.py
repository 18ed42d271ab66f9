"""Introductions: taking part, asking, answering, and what ends by itself."""

from bot.services.introductions.service import IntroductionService

__all__ = ["IntroductionService"]
