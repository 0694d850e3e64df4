import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import run
from urllib.parse import urlsplit

import pytest

from server.running_server import announced, asked
from server.service import Service
from server.settings import Settings, load_settings

QUESTION = {"question": "Vem ansvarar för delegering?", "limit": 5}


@pytest.fixture
def settings(sample_index: Path, tmp_path: Path) -> Settings:
    return load_settings(index=sample_index, cache=tmp_path)


@pytest.fixture
def port(server_url: str, service: Service) -> int:
    # The first question loads the model; `belagg serve` has asked it before it is found.
    service.search("Vem ansvarar för vad?", limit=1)
    return urlsplit(server_url).port or 0


@pytest.fixture
def announced_settings(settings: Settings, port: int) -> Iterator[Settings]:
    with announced(settings, "127.0.0.1", port):
        yield settings


def test_a_running_server_answers(announced_settings: Settings) -> None:
    answer = asked(announced_settings, "/api/ask", QUESTION)
    assert answer
    assert json.loads(answer)["citations"]


def test_no_server_is_found_before_it_runs_and_when_it_has_ended(
    settings: Settings, port: int
) -> None:
    assert asked(settings, "/api/ask", QUESTION) is None
    with announced(settings, "127.0.0.1", port):
        pass
    assert asked(settings, "/api/ask", QUESTION) is None


def test_a_server_with_another_model_is_not_asked(announced_settings: Settings) -> None:
    other = announced_settings.model_copy(update={"reranker": "en-annan"})
    assert asked(other, "/api/ask", QUESTION) is None


def test_a_server_that_has_not_noticed_the_new_generation_is_not_asked(
    settings: Settings, port: int, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    index.mkdir()
    (index / "CURRENT").write_text("generation-000099", encoding="ascii")
    renewed = settings.model_copy(update={"index": index})
    with announced(renewed, "127.0.0.1", port):
        assert asked(renewed, "/api/ask", QUESTION) is None


def test_a_server_that_does_not_answer_is_done_without(settings: Settings) -> None:
    with announced(settings, "127.0.0.1", 1):
        assert asked(settings, "/api/ask", QUESTION) is None


def test_a_request_that_is_refused_has_no_answer(announced_settings: Settings) -> None:
    assert asked(announced_settings, "/api/ask", {"question": "", "limit": 5}) is None


def test_what_a_dead_process_left_is_not_believed(announced_settings: Settings) -> None:
    (left,) = (announced_settings.cache / "servers").iterdir()
    dead = run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True)
    left.write_text(json.dumps({**json.loads(left.read_bytes()), "pid": int(dead.stdout)}))
    assert asked(announced_settings, "/api/ask", QUESTION) is None


def test_a_server_for_another_machine_is_not_announced(settings: Settings, port: int) -> None:
    with announced(settings, "192.0.2.1", port):
        assert not (settings.cache / "servers").exists()


def test_a_server_on_all_addresses_is_asked_on_loopback(settings: Settings, port: int) -> None:
    with announced(settings, "0.0.0.0", port):
        assert asked(settings, "/api/ask", QUESTION)


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "Vem ansvarar för delegering?"],
        ["ask", "Vad kostar en elefant?"],
        ["ask", ""],
        ["ask", "--json", "Vem ansvarar för delegering?"],
        ["search", "--explain", "delegering"],
        ["search", "--role", "källförteckning", "rapport"],
    ],
)
def test_the_same_is_shown_with_and_without_a_server(
    sample_index: Path, model_cache: Path, port: int, arguments: list[str]
) -> None:
    settings = load_settings(index=sample_index, cache=model_cache)
    with announced(settings, "127.0.0.1", port):
        served = _shown(settings, arguments)
    assert served == _shown(settings, arguments)


def _shown(settings: Settings, arguments: list[str]) -> tuple[int, object, str]:
    done = run(
        [sys.executable, "-m", "server.cli", *arguments, "--index", str(settings.index)],
        env={**os.environ, "BELAGG_CACHE": str(settings.cache)},
        capture_output=True,
        text=True,
    )
    shown: Callable[[str], object] = _untimed if "--json" in arguments else str
    return done.returncode, shown(done.stdout), done.stderr


def _untimed(text: str) -> object:
    """Without what tells how the answer was come by."""
    told = ("timings_ms", "cached")
    return {name: value for name, value in json.loads(text).items() if name not in told}


@pytest.mark.parametrize("heavy", ["fastapi", "torch", "numpy", "faiss", "rich", "pypdf"])
def test_asking_a_running_server_imports_nothing_heavy(
    announced_settings: Settings, heavy: str
) -> None:
    code = (
        "import sys; from server.cli import app; "
        f"app(['ask', 'Vem ansvarar?', '--index', {str(announced_settings.index)!r}], "
        f"standalone_mode=False); sys.exit({heavy!r} in sys.modules)"
    )
    environment = {**os.environ, "BELAGG_CACHE": str(announced_settings.cache)}
    done = run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
