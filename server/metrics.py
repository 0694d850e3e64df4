"""What the server counts, for Prometheus. No question is ever a label."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector


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

    def told(self) -> bytes:
        """The figures in the format of Prometheus."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self._registry)
        of_all = CollectorRegistry()
        MultiProcessCollector(of_all)  # type: ignore[no-untyped-call]
        return generate_latest(of_all)

    @contextmanager
    def timed(self, kind: str) -> Iterator[None]:
        begun = perf_counter()
        try:
            yield
        finally:
            self._seconds.labels(kind).observe(perf_counter() - begun)

    def count_answer(self, *, refused: bool) -> None:
        self._answers.labels("refused" if refused else "answered").inc()
