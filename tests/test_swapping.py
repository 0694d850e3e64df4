"""New generations under a server at work: no answer fails, and none is made of two of them."""

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Event

import httpx
import pytest

from index.build import Builder
from index.embedder import SentenceTransformerEmbedder
from ingest.reader import content_id
from server.app import create_app
from server.settings import load_settings
from tests.pdfs import Heading, make_pdf, paragraph
from tests.sample import service_over
from tests.serving import running

_SWITCHES = 5
_ASKERS = 4


def _write(folder: Path, version: int) -> Path:
    folder.mkdir()
    for number in range(3):
        duty = f"Kommunen ansvarar i utgåva {version} för att rutin {number} är känd av alla."
        make_pdf(folder / f"rapport-{number}.pdf", [[Heading("Ansvar"), *paragraph(duty)]])
    return folder


def _ids(folder: Path) -> frozenset[str]:
    return frozenset(content_id(path.read_bytes()) for path in folder.iterdir())


def _ask(url: str, stop: Event) -> list[frozenset[str]]:
    """The documents of each answer until it is time to stop."""
    shown: list[frozenset[str]] = []
    with httpx.Client(base_url=url, timeout=60) as client:
        for number in count():
            if stop.is_set():
                return shown
            question = f"Vem ansvarar för rutin {number} av alla rutiner?"
            answer = client.post("/api/ask", json={"question": question}).raise_for_status().json()
            found = (*answer["citations"], *answer["related"])
            shown.append(frozenset(one["document"]["id"] for one in found))
    return shown


def _in_use(url: str) -> str:
    generation: str = httpx.get(f"{url}/api/health").raise_for_status().json()["generation"]
    return generation


def test_generations_switch_under_load_without_a_failed_or_mixed_answer(
    tmp_path: Path, embedder: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.live._SECONDS_BETWEEN_LOOKS", 0.05)
    editions = [_write(tmp_path / f"utgåva-{version}", version) for version in (1, 2)]
    served, index = tmp_path / "dokument", tmp_path / "ix"
    builder = Builder(index, embedder, lambda *_: None)

    def switch_to(edition: Path) -> str:
        shutil.copytree(edition, served, dirs_exist_ok=True)
        return builder.ingest([served]).generation

    switch_to(editions[0])
    app = create_app(service_over(index, embedder), load_settings(rate_per_minute=0))
    stop = Event()
    with running(app) as url, ThreadPoolExecutor(_ASKERS) as askers:
        asking = [askers.submit(_ask, url, stop) for _ in range(_ASKERS)]
        try:
            for number in range(_SWITCHES):
                generation = switch_to(editions[(number + 1) % 2])
                while _in_use(url) != generation:
                    continue
        finally:
            stop.set()
        answers = [shown for asked in asking for shown in asked.result()]
    _judge(answers, [_ids(edition) for edition in editions])


def _judge(answers: Sequence[frozenset[str]], editions: Sequence[frozenset[str]]) -> None:
    from_each = [sum(bool(shown) and shown <= held for shown in answers) for held in editions]
    assert all(from_each)
    assert sum(from_each) == len(answers)
