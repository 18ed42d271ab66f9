"""Dates and durations as people type them, in French and in English.

The grammar is small, strict and ours. The libraries that read free dates guess: asked on a Monday, `dateparser`
takes "demain 18h" for 6 in the morning two days later and "mardi 18h" for last week, and `python-dateutil` fills
whatever it did not understand from today and swaps day and month when the month is impossible. A wrong date sends
people to a closed door, so here every word must be understood, two readings are one too many, and what is refused
comes back with what to write instead.
"""

from bot.domain.dates.days import FARTHEST
from bot.domain.dates.durations import LONGEST, parse_duration
from bot.domain.dates.ends import MOST_TIMES, Ending, parse_ending
from bot.domain.dates.starts import parse_start

__all__ = [
    "FARTHEST",
    "LONGEST",
    "MOST_TIMES",
    "Ending",
    "parse_duration",
    "parse_ending",
    "parse_start",
]
