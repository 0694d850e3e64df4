"""Pages drawn in a process of their own: what can't be drawn costs only its own image."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import httpx
import psutil
import pytest

from index.build import Builder
from index.embedder import SentenceTransformerEmbedder
from server.app import create_app
from server.drawing import Drawing
from server.errors import UndrawablePageError
from server.page_image import page_image
from server.settings import load_settings
from tests.hostile_bombs import slow_to_draw
from tests.sample import ROOT, SAMPLE, service_over
from tests.served import wait_until
from tests.serving import running

GOOD = next(SAMPLE.glob("*.pdf"))
_LEFT = """
import os, sys
from pathlib import Path
from server.drawing import Drawing
drawing = Drawing()
drawing.image(Path(sys.argv[1]), 1, (), "PNG")
print(drawing._process.pid, flush=True)
os.kill(os.getpid(), 9)
"""


_before: set[int] = set()


@pytest.fixture(autouse=True)
def others() -> None:
    """Servers of other tests may have processes that draw."""
    _before.clear()
    _before.update(one.pid for one in drawers())


def drawers() -> list[psutil.Process]:
    """The processes that draw for this test."""
    children = psutil.Process().children()
    drawing = [one for one in children if "server.drawing_process" in " ".join(one.cmdline())]
    return [one for one in drawing if one.pid not in _before]


def test_what_is_drawn_elsewhere_is_what_would_be_drawn_here() -> None:
    drawing = Drawing()
    marked = {"hidden": [(3, 4)], "recognised": True}
    drawn = [drawing.image(GOOD, page, [(20, 30)], "WEBP", **marked) for page in (1, 2)]  # type: ignore[arg-type]
    drawing.close()
    assert drawn == [page_image(GOOD, page, [(20, 30)], "WEBP", **marked) for page in (1, 2)]  # type: ignore[arg-type]
    assert drawers() == []


def test_what_takes_too_long_is_given_up_once_and_others_are_drawn(tmp_path: Path) -> None:
    slow = slow_to_draw(tmp_path / "a.pdf")
    drawing = Drawing(seconds=3)
    for _ in range(2):
        with pytest.raises(UndrawablePageError, match="tar för lång tid"):
            drawing.image(slow, 1, (), "PNG")
        # The second time none has been started.
        assert drawers() == []
    assert drawing.image(GOOD, 1, (), "PNG")
    drawing.close()


def test_a_file_that_is_gone_ends_nothing(tmp_path: Path) -> None:
    drawing = Drawing()
    with pytest.raises(UndrawablePageError):
        drawing.image(tmp_path / "borta.pdf", 1, (), "PNG")
    assert drawing.image(GOOD, 1, (), "PNG")
    drawing.close()


def test_while_a_page_is_not_drawn_everything_else_is_answered(
    tmp_path: Path, embedder: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "dokument"
    documents.mkdir()
    slow_to_draw(documents / "a.pdf")
    Builder(tmp_path / "ix", embedder, lambda *_: None).ingest([documents])
    monkeypatch.setattr("server.app.Drawing", partial(Drawing, 8))
    app = create_app(
        service_over(tmp_path / "ix", embedder), load_settings(cache=tmp_path, rate_per_minute=0)
    )
    with running(app) as url, ThreadPoolExecutor(12) as readers:
        [document] = httpx.get(f"{url}/api/documents").json()["documents"]
        page = f"{url}/dokument/{document['id']}/sida/1"
        waiting = [readers.submit(httpx.get, f"{page}.png", timeout=60) for _ in range(12)]
        wait_until(lambda: bool(drawers()))
        asked = httpx.post(f"{url}/api/ask", json={"question": "Vem ansvarar?"}, timeout=60)
        assert (asked.status_code, httpx.get(page).status_code) == (200, 200)
        assert not any(one.done() for one in waiting)
        answers = [one.result() for one in waiting]
    assert {one.status_code for one in answers} == {500}
    assert "går inte att visa som bild" in answers[0].text
    assert drawers() == []


@pytest.mark.skipif(sys.platform == "win32", reason="där ärvs inga rör")
def test_a_server_that_is_killed_leaves_no_process_that_draws() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LEFT, GOOD], cwd=ROOT, capture_output=True, text=True
    )
    wait_until(lambda: not psutil.pid_exists(int(done.stdout)))
