"""Belägg itself: the command that ingests, and its search in this process."""

from pathlib import Path

from index.filters import NO_LIMITS
from server.opening import open_service
from server.service import Service
from server.settings import load_settings
from tests.bench.others.protocol import Hit, run
from tests.bench.speed.running import belagg


def build(pdfs: Path, model: Path, work: Path) -> Service:
    index = work / "index"
    belagg("ingest", str(pdfs), "--index", str(index), "--json")
    return open_service(load_settings(index=index))


def search(service: Service, question: str, count: int) -> list[Hit]:
    found = service.search(question, count, NO_LIMITS).results.hits
    return [Hit(hit.document.file, hit.passage.text) for hit in found]


if __name__ == "__main__":
    run(build, search)
