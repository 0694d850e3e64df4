"""An answer sentence by sentence, and who may ask for it from another origin."""

import json
from collections.abc import Iterator

import httpx
import pytest

from server.app import create_app
from server.errors import SettingsError
from server.service import Service
from server.settings import load_settings
from tests.serving import running

ASKED = "Vad ansvarar MAS för?"
REFUSED = "Hur byter man kopplingen på en traktor?"
INTRANET = "https://intranat.exempel.se"
STRANGER = "https://annan.exempel.se"


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[httpx.Client]:
    settings = load_settings(widget_origins=(INTRANET,), rate_per_minute=0)
    with (
        running(create_app(service, settings)) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        yield client


def events(response: httpx.Response) -> list[tuple[str, dict[str, object]]]:
    assert response.headers["content-type"].startswith("text/event-stream")
    blocks = [block.splitlines() for block in response.text.strip().split("\n\n")]
    return [
        (lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: ")))
        for lines in blocks
    ]


def stream(client: httpx.Client, question: str, **headers: str) -> httpx.Response:
    return client.post("/api/ask/stream", json={"question": question}, headers=headers)


def test_streamed_sentences_are_those_of_the_whole_answer(client: httpx.Client) -> None:
    whole = client.post("/api/ask", json={"question": ASKED}).json()
    streamed = events(stream(client, ASKED))
    assert [name for name, _ in streamed] == [
        "start",
        *["sentence"] * len(whole["answer"]["sentences"]),
        "end",
    ]
    sentences = [data for name, data in streamed if name == "sentence"]
    assert [{"text": data["text"], "citations": data["citations"]} for data in sentences] == whole[
        "answer"
    ]["sentences"]
    sources = [source for data in sentences for source in data["sources"]]  # type: ignore[attr-defined]
    assert sources == whole["citations"]
    assert streamed[-1][1]["related"] == whole["related"]


def test_source_comes_with_the_first_sentence_that_cites_it(client: httpx.Client) -> None:
    known: set[int] = set()
    for name, data in events(stream(client, ASKED)):
        if name == "sentence":
            known |= {source["number"] for source in data["sources"]}  # type: ignore[attr-defined]
            assert set(data["citations"]) <= known  # type: ignore[call-overload]


def test_refusal_is_streamed_with_nearest_passages(client: httpx.Client) -> None:
    whole = client.post("/api/ask", json={"question": REFUSED}).json()
    streamed = events(stream(client, REFUSED))
    assert [name for name, _ in streamed] == ["start", "refusal", "end"]
    assert streamed[1][1] == whole["refusal"]
    assert streamed[2][1]["related"] == whole["related"]


def test_bad_question_is_a_problem_and_no_stream(client: httpx.Client) -> None:
    response = stream(client, " ? ")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_stream_is_neither_stored_nor_held_back(client: httpx.Client) -> None:
    headers = stream(client, ASKED).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-accel-buffering"] == "no"


def test_listed_origin_may_ask(client: httpx.Client) -> None:
    response = stream(client, ASKED, origin=INTRANET)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == INTRANET
    assert "access-control-allow-credentials" not in response.headers


def test_listed_origin_may_ask_beforehand(client: httpx.Client) -> None:
    asked = {
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    response = client.options("/api/ask/stream", headers={"origin": INTRANET, **asked})
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == INTRANET


@pytest.mark.parametrize("method", ["POST", "OPTIONS"])
@pytest.mark.parametrize("origin", [STRANGER, "null", "http://127.0.0.1.exempel.se"])
def test_other_origin_gets_nothing(method: str, origin: str, client: httpx.Client) -> None:
    headers = {"origin": origin, "access-control-request-method": "POST"}
    response = client.request(method, "/api/ask/stream", json={"question": ASKED}, headers=headers)
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers
    assert ASKED not in response.text


def test_own_pages_need_no_listing(client: httpx.Client) -> None:
    assert stream(client, ASKED, origin=str(client.base_url).rstrip("/")).status_code == 200
    behind_proxy = {"origin": "https://belagg.exempel.se", "sec-fetch-site": "same-origin"}
    assert stream(client, ASKED, **behind_proxy).status_code == 200


def test_browser_that_says_cross_site_is_believed(client: httpx.Client) -> None:
    headers = {"origin": str(client.base_url).rstrip("/"), "sec-fetch-site": "cross-site"}
    assert stream(client, ASKED, **headers).status_code == 403


def test_origins_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELAGG_WIDGET_ORIGINS", f"{INTRANET}, http://localhost:8080")
    assert load_settings().widget_origins == (INTRANET, "http://localhost:8080")


@pytest.mark.parametrize("origin", ["*", "intranat.exempel.se", f"{INTRANET}/sida"])
def test_what_is_no_origin_is_refused(origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELAGG_WIDGET_ORIGINS", origin)
    with pytest.raises(SettingsError, match="webbadress utan sökväg"):
        load_settings()
