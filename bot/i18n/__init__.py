"""What the bot says, in the languages it speaks: Fluent catalogues, dates and lists by ear."""

from bot.i18n.catalogue import Catalogues
from bot.i18n.language import Language

__all__ = ["Catalogues", "Language"]
