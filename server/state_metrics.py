"""What is so when Prometheus asks: the served generation, what is kept on disk, the processes."""

import os
from collections.abc import Iterator
from importlib.metadata import version
from multiprocessing import parent_process

import psutil
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from index.errors import IndexFolderError
from index.generation import number_of, switched_at
from index.search import Searcher
from ingest.parsing import INGEST_VERSION
from server.image_cache import ImageCache
from server.service import Service


class ServedState(Collector):
    """The index that answers come from, and the images drawn of its pages."""

    def __init__(self, service: Service, images: ImageCache) -> None:
        self._service = service
        self._images = images

    def collect(self) -> Iterator[Metric]:
        build = {"version": version("belagg"), "ingest": INGEST_VERSION}
        yield InfoMetricFamily("belagg_build", "The version that answers", build)
        yield _gauge("belagg_image_cache_bytes", "Page images on disk", self._images.size())
        try:
            searcher = self._service.searcher()
        except IndexFolderError:
            yield _gauge("belagg_ready", "1 when there is an index to answer from", 0)
            return
        yield _gauge("belagg_ready", "1 when there is an index to answer from", 1)
        yield from _of_index(searcher)


class Processes(Collector):
    """Memory and age of this process or, where several answer, of all of them."""

    def collect(self) -> Iterator[Metric]:
        memory = GaugeMetricFamily(
            "belagg_resident_memory_bytes", "Memory of each process", labels=["pid"]
        )
        started = GaugeMetricFamily(
            "belagg_start_time_seconds", "When each process started, Unix time", labels=["pid"]
        )
        for process in _processes():
            try:
                taken, began = process.memory_info().rss, process.create_time()
            except psutil.NoSuchProcess:
                continue
            memory.add_metric([str(process.pid)], taken)
            started.add_metric([str(process.pid)], began)
        yield memory
        yield started


def _of_index(searcher: Searcher) -> Iterator[Metric]:
    index = searcher.index
    documents, pages = index.store.recognised()
    yield _gauge(
        "belagg_generation", "Number of the served generation", number_of(index.generation)
    )
    yield _gauge(
        "belagg_generation_switched_seconds",
        "When the generation in the folder became the current one, Unix time",
        switched_at(index.folder),
    )
    yield _gauge("belagg_documents", "Documents in the index", len(index.manifest.entries))
    yield _gauge("belagg_ocr_documents", "Documents with text read off pictures (OCR)", documents)
    yield _gauge("belagg_ocr_pages", "Pages read off their pictures (OCR)", pages)


def _processes() -> list[psutil.Process]:
    started_by = parent_process()
    # Killed, it is no longer the parent, and who is has others.
    if started_by is None or started_by.pid != os.getppid():
        return [psutil.Process()]
    supervisor = psutil.Process(started_by.pid)
    return [supervisor, *supervisor.children(recursive=True)]


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value)
