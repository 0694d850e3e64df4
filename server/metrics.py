"""What the server counts, for Prometheus. No question is ever a label.

Counters and times are added up by prometheus_client over all processes; what can be looked up
when it is asked for is looked up then: see server/state_metrics.py.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from server.schema import RefusalOut

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"


class Metrics:
    """One registry for each application, so that several can live in a process. Of several
    processes any one tells what they have counted together."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._seconds = Histogram(
            "belagg_seconds",
            "Time to answer, by kind of request",
            ["kind"],
            registry=self._registry,
            buckets=(0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4),
        )
        self._answers = Counter(
            "belagg_answers", "Questions answered or refused", ["outcome"], registry=self._registry
        )
        self._refusals = Counter(
            "belagg_refusals", "Questions refused, by reason", ["reason"], registry=self._registry
        )
        self._kept = Counter(
            "belagg_answer_cache",
            "Answers that were kept (hit) or had to be made (miss)",
            ["result"],
            registry=self._registry,
        )
        self._requests = Counter(
            "belagg_requests",
            "Requests by route and class of status",
            ["route", "status"],
            registry=self._registry,
        )
        self._limited = Counter(
            "belagg_rate_limited", "Requests refused for being too many", registry=self._registry
        )

    def told(self, *states: Collector) -> bytes:
        """The figures in the format of Prometheus, with those of `states`."""
        told = CollectorRegistry()
        if MULTIPROCESS in os.environ:
            MultiProcessCollector(told)  # type: ignore[no-untyped-call]
        else:
            told.register(self._registry)
        for state in states:
            told.register(state)
        return generate_latest(told)

    @contextmanager
    def timed(self, kind: str) -> Iterator[None]:
        begun = perf_counter()
        try:
            yield
        finally:
            self._seconds.labels(kind).observe(perf_counter() - begun)

    def count_answer(self, refusal: RefusalOut | None, *, kept: bool) -> None:
        self._answers.labels("refused" if refusal else "answered").inc()
        self._kept.labels("hit" if kept else "miss").inc()
        if refusal:
            self._refusals.labels(refusal.reason).inc()

    def count_request(self, route: str, status: int) -> None:
        self._requests.labels(route, f"{status // 100}xx").inc()
        if status == 429:
            self._limited.inc()
