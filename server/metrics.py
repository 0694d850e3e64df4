"""What the server counts, for Prometheus. No question is ever a label."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram


class Metrics:
    """One registry for each application, so that several can live in a process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "belagg_seconds",
            "Time to answer, by kind of request",
            ["kind"],
            registry=self.registry,
            buckets=(0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4),
        )
        self._answers = Counter(
            "belagg_answers", "Questions answered or refused", ["outcome"], registry=self.registry
        )

    @contextmanager
    def timed(self, kind: str) -> Iterator[None]:
        begun = perf_counter()
        try:
            yield
        finally:
            self._seconds.labels(kind).observe(perf_counter() - begun)

    def count_answer(self, *, refused: bool) -> None:
        self._answers.labels("refused" if refused else "answered").inc()
