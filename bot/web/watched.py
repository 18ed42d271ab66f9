"""What the pages tell of: the parts of a running bot, as far as they measure themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.services.health import HealthService
from bot.vitals.deliveries import DeliveryFigures, Health
from bot.vitals.stalls import StallWatch
from bot.vitals.traffic import Traffic


@dataclass(frozen=True, slots=True)
class Watched:
    """One running bot. `communities` tells in how many it is, `latency` how late its heartbeats are answered (s)."""

    service: HealthService
    delivery: Callable[[], Health]
    figures: DeliveryFigures
    stalls: StallWatch
    traffic: Traffic
    communities: Callable[[], int]
    latency: Callable[[], float]
