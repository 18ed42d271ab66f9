"""The figures in the form that Prometheus reads. No label names a person or a community."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from bot.domain.effects import Kind
from bot.services.health import Outbox, Pause, Standing
from bot.vitals.histogram import Histogram
from bot.vitals.traffic import SCOPES
from bot.web.watched import Watched

CONTENT_TYPE = CONTENT_TYPE_LATEST


async def exposition(watched: Watched) -> bytes:
    """Write every figure as it is now."""
    registry = CollectorRegistry()
    outbox, pause = await watched.service.outbox(), await watched.service.pause()
    registry.register(_Written(_families(watched, outbox, pause)))
    ProcessCollector(registry=registry)
    return generate_latest(registry)


class _Written(Collector):
    """Figures that are read already: what Prometheus's library asks for, it is given."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = list(families)

    def collect(self) -> Iterable[Metric]:
        return self._families


def _families(watched: Watched, outbox: Outbox | None, pause: Pause | None) -> Iterator[Metric]:
    yield InfoMetricFamily("maillage_build", "The version that runs.", {"version": version("maillage")})
    yield _gauge("maillage_database_up", "Whether the database answers: 1 or 0.", outbox is not None)
    yield _gauge("maillage_communities", "In how many communities the bot is.", watched.communities())
    if outbox is not None:
        yield from _outbox(outbox)
        yield from _restore(pause)
    yield from _delivery(watched)
    yield from _traffic(watched)
    yield _histogram(
        "maillage_loop_stall_seconds",
        "By how much the event loop was late, measured about a hundred times a second.",
        {(): watched.stalls.stalls},
    )
    yield _gauge(
        "maillage_loop_longest_stall_seconds",
        "For how long at most the event loop has stood still since the start.",
        watched.stalls.longest,
    )


def _restore(pause: Pause | None) -> Iterator[Metric]:
    """Give the pause after a copy was put back. When it began is told while it lasts."""
    yield _gauge(
        "maillage_restore_paused",
        "Whether nothing is sent until what came due since a copy has been looked up: 1 or 0.",
        pause is not None,
    )
    yield _gauge(
        "maillage_restore_to_look_up",
        "Deliveries still to be looked up.",
        0 if pause is None else pause.to_look_up,
    )
    if pause is not None:
        yield _gauge(
            "maillage_restore_paused_since_timestamp_seconds",
            "When that pause began, in seconds since 1970.",
            pause.since.timestamp(),
        )


def _outbox(outbox: Outbox) -> Iterator[Metric]:
    """Give what is stored. Without an answer from the database there is no figure, not 0."""
    counts = {(kind, standing): 0 for kind in Kind for standing in Standing} | dict(outbox)
    yield _labelled(
        GaugeMetricFamily(
            "maillage_deliveries",
            "Deliveries that are not simply done. late: due for more than a minute.",
            labels=("kind", "standing"),
        ),
        counts.items(),
    )


def _delivery(watched: Watched) -> Iterator[Metric]:
    health, figures = watched.delivery(), watched.figures
    yield _gauge("maillage_deliveries_in_flight", "Deliveries being performed now.", health.in_flight)
    yield _gauge(
        "maillage_delivery_running",
        "Whether delivery works: 1, or 0 when it has stopped.",
        health.running and health.stopped is None,
    )
    yield _gauge(
        "maillage_delivery_pause_seconds",
        "For how long Discord still wants nothing to be sent.",
        health.paused,
    )
    yield _labelled(
        CounterMetricFamily(
            "maillage_deliveries_settled", "Deliveries that came to an end.", labels=("kind", "state")
        ),
        figures.settled.items(),
    )
    yield _labelled(
        CounterMetricFamily("maillage_delivery_attempts", "What tries came to.", labels=("kind", "outcome")),
        figures.attempts.items(),
    )
    yield _histogram(
        "maillage_delivery_lateness_seconds",
        "How long after its due time what was sent stood on Discord.",
        {(priority.name.lower(),): histogram for priority, histogram in figures.lateness.items()},
        "priority",
    )


def _traffic(watched: Watched) -> Iterator[Metric]:
    traffic = watched.traffic
    yield _gauge(
        "maillage_gateway_connected", "Whether Discord's gateway is connected: 1 or 0.", traffic.connected
    )
    yield _labelled(
        CounterMetricFamily("maillage_gateway_connections", "Connections to the gateway that stood."),
        [((), traffic.connections)],
    )
    latency = watched.latency()
    if math.isfinite(latency):
        yield _gauge("maillage_gateway_latency_seconds", "How late the last heartbeat was answered.", latency)
    requests = {(method, str(status)): count for (method, status), count in traffic.requests.items()}
    yield _labelled(
        CounterMetricFamily(
            "maillage_discord_requests",
            "Requests to Discord. status 0: there was no answer.",
            labels=("method", "status"),
        ),
        requests.items(),
    )
    yield _labelled(
        CounterMetricFamily(
            "maillage_discord_rate_limited",
            "Refusals because there were too many requests (429), by whose limit it was.",
            labels=("scope",),
        ),
        [((scope,), traffic.rate_limited[scope]) for scope in SCOPES],
    )
    yield _histogram(
        "maillage_discord_request_seconds",
        "From a request to the head of its answer.",
        {(): traffic.request_seconds},
    )
    yield _labelled(
        CounterMetricFamily(
            "maillage_interactions", "Commands, presses and forms that came.", labels=("type",)
        ),
        [((kind,), count) for kind, count in traffic.interactions.items()],
    )
    yield _histogram(
        "maillage_interaction_answer_seconds",
        "From an interaction's arrival until Discord had the first answer to it.",
        {(kind,): histogram for kind, histogram in traffic.answers.items()},
        "type",
    )


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)


def _labelled(
    family: GaugeMetricFamily | CounterMetricFamily, values: Iterable[tuple[Sequence[str], float]]
) -> Metric:
    for labels, value in values:
        family.add_metric(labels, value)
    return family


def _histogram(name: str, told: str, histograms: Mapping[tuple[str, ...], Histogram], *labels: str) -> Metric:
    family = HistogramMetricFamily(name, told, labels=labels)
    for values, each in histograms.items():
        buckets = [
            ("+Inf" if math.isinf(bound) else repr(bound), count) for bound, count in each.cumulative()
        ]
        family.add_metric(values, buckets, each.sum)
    return family
