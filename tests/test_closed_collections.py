"""Whoever may not see a document is answered as if it were not there, byte for byte.

Two servers of the same kind: one over a collection of which half is limited, where someone who may
see everything has asked it all before; one over the other half alone.
"""

import os
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from subprocess import run
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from index.build import Builder
from index.embedder import SentenceTransformerEmbedder
from index.generation import open_index
from ingest.document import Role
from server.app import create_app
from server.collection import collection_hash
from server.running_server import announced, asked
from server.settings import load_settings
from tests.closed import LIMITED, Closed
from tests.issuer import CLIENT, CLIENT_SECRET, FakeIssuer, fake_issuer
from tests.routes import addresses
from tests.sample import service_over
from tests.serving import running

SECRET = "den som driver tjänsten"
OPERATOR = httpx.Headers({b"Authorization": f"Bearer {SECRET}".encode()})
# How long it took, how large its JSON is, the generation, and what names all that a page is of.
_VARYING = re.compile(rb'"(timings_ms|generation)":(\{[^}]*\}|"[^"]*")|"cached":(true|false)')
_NONCE = re.compile(rb'nonce[-=]"?[\w-]+')
_OWN_HEADERS = {"date", "etag", "content-length", "last-modified", "x-request-id"}
QUESTIONS = (
    "Vem ansvarar för läkemedelshantering?",
    "Hur ofta ska fallriskbedömning göras?",
    "Vad beslutade nämnden den 14 mars?",
    "Hur bokas hjälmedelscentralen?",
    "Vilket ansvar har läkaren på särskilt boende?",
    "Vad säger Sjökommunen om rehabilitering?",
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[FakeIssuer]:
    with fake_issuer() as issuer:
        yield issuer


@pytest.fixture(scope="module")
def servers(
    closed: Closed,
    issuer: FakeIssuer,
    embedder: SentenceTransformerEmbedder,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Over everything, and over what is for everybody; asked by someone without groups."""
    headers = {"Authorization": f"Bearer {issuer.token(exp=2**32)}"}
    apps = [
        create_app(
            service_over(index, embedder),
            load_settings(
                access_secret=SECRET,
                oidc_issuer=issuer.address,
                oidc_client_id=CLIENT,
                oidc_client_secret=CLIENT_SECRET,
                cache=tmp_path_factory.mktemp("cache"),
                rate_per_minute=0,
            ),
        )
        for index in (closed.everything, closed.open)
    ]
    with running(apps[0]) as first, running(apps[1]) as second:
        clients = [
            httpx.Client(base_url=url, headers={**headers, "Host": "belagg"}, timeout=60)
            for url in (first, second)
        ]
        with clients[0], clients[1]:
            yield clients[0], clients[1]


Asked = tuple[str, str, dict[str, Any]]


def requests(closed: Closed) -> list[Asked]:
    """Every route of the table for a limited document and an open one, and all that can be asked
    by their particulars."""
    app = create_app(service_over(closed.open, None), load_settings())  # type: ignore[arg-type]
    documents = open_index(closed.everything).store.documents()
    limited = next(one for one in documents if "sjokommunen" in one.file)
    open_ = next(one for one in documents if one.file not in LIMITED)
    asked: list[Asked] = []
    for document in (limited, open_):
        values = {"document_id": document.id, "number": "2"}
        asked += [(*one, {}) for one in addresses(app, values) if one[0] == "GET"]
        asked += _about(document.id, document.description.publisher)
        passage = _passage(closed, document.id)
        marked = f"/dokument/{document.id}/sida/{passage[1]}"
        for path in (marked, f"{marked}.png"):
            asked.append(("GET", path, {"params": {"citat": f"{passage[0]}.0.20"}}))
        # A quote of a limited document on a page of an open one.
        path = f"/dokument/{open_.id}/sida/1.png"
        asked.append(("GET", path, {"params": {"citat": f"{passage[0]}.0.20"}}))
    for question in QUESTIONS:
        asked += _question(question)
    # What all that was asked counts, and what only the operator sees.
    return [one for one in asked if one[1] != "/metrics"]


def _about(identity: str, publisher: str) -> list[Asked]:
    filters = {"document": [identity]}, {"publisher": [publisher]}, {"actor": ["fysioterapeuten"]}
    question = {"question": QUESTIONS[1], "limit": 20}
    posted: list[Asked] = [
        ("POST", path, {"json": {**question, "filter": limits}})
        for path in ("/api/ask", "/api/ask/stream")
        for limits in filters
    ]
    posted += [
        ("POST", "/api/search", {"json": {"query": QUESTIONS[1], "limit": 20, "filter": limits}})
        for limits in filters
    ]
    got: list[tuple[str, dict[str, Any]]] = [
        ("/", {"fraga": QUESTIONS[1], "dokument": identity}),
        ("/", {"fraga": QUESTIONS[1], "utgivare": publisher}),
        ("/dokument", {"utgivare": publisher}),
        ("/dokument", {"sok": "rehabilitering"}),
        ("/ansvar", {"dokument": identity}),
        ("/ansvar", {"sok": "rehabilitering"}),
        ("/ansvar.csv", {"dokument": identity}),
        ("/ansvar.csv", {}),
        ("/api/ansvar", {"document": identity}),
        ("/api/ansvar", {"publisher": publisher}),
        ("/api/ansvar", {"actor": "fysioterapeuten"}),
        ("/api/documents", {"publisher": publisher}),
    ]
    return [*posted, *(("GET", path, {"params": params}) for path, params in got)]


def _question(question: str) -> list[Asked]:
    roles = [role.value for role in Role]
    return [
        ("GET", "/", {"params": {"fraga": question}}),
        ("GET", "/", {"params": {"fraga": question, "tidigare": QUESTIONS[0]}}),
        *(("GET", f"/{name}", {"params": {"fraga": question}}) for name in ("kallor.ris",)),
        ("GET", "/kallor.bib", {"params": {"fraga": question}}),
        ("POST", "/api/ask", {"json": {"question": question, "limit": 20}}),
        ("POST", "/api/ask/stream", {"json": {"question": question, "limit": 20}}),
        ("POST", "/api/search", {"json": {"query": question, "limit": 50}}),
        ("POST", "/api/search", {"json": {"query": question, "filter": {"role": roles}}}),
    ]


def _passage(closed: Closed, document_id: str) -> tuple[str, int]:
    passage = open_index(closed.everything).store.passages_of(document_id)[3]
    return passage.id, passage.first_page


def told(response: httpx.Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    headers = [
        (name, _NONCE.sub(b"", value))
        for name, value in response.headers.raw
        if name.decode().lower() not in _OWN_HEADERS
    ]
    return response.status_code, headers, _NONCE.sub(b"", _VARYING.sub(b"", response.content))


def test_who_may_not_see_a_document_is_answered_as_if_it_were_not_there(
    closed: Closed, servers: tuple[httpx.Client, httpx.Client]
) -> None:
    all_asked = requests(closed)
    assert len(all_asked) > 120
    seen = [
        servers[0].request(method, path, headers=OPERATOR, **what)
        for method, path, what in all_asked
    ]
    hidden = 0
    for (method, path, what), before in zip(all_asked, seen, strict=True):
        first, second = (one.request(method, path, **what) for one in servers)
        assert told(first) == told(second), (method, path, what)
        hidden += told(first)[2] != told(before)[2]
    assert hidden > 60


def test_a_tag_of_one_who_sees_more_is_of_something_else(
    closed: Closed, servers: tuple[httpx.Client, httpx.Client]
) -> None:
    client = servers[0]
    for path in ("/", "/dokument", "/ansvar"):
        tag = {"If-None-Match": client.get(path, headers=OPERATOR).headers["etag"]}
        assert client.get(path, headers=tag).status_code == 200


def test_a_collection_is_named_by_what_is_seen_of_it(
    closed: Closed, embedder: SentenceTransformerEmbedder, tmp_path: Path
) -> None:
    before = service_over(closed.everything, embedder).searcher()
    folder = Path(copytree(closed.everything, tmp_path / "ix"))
    [hidden, *_] = [one.id for one in before.index.store.documents() if one.file in LIMITED]
    Builder(folder, embedder, lambda *_: None).remove(hidden)
    after = service_over(folder, embedder).searcher()
    outside: frozenset[str] = frozenset()
    assert collection_hash(before.cut_to(outside)) == collection_hash(after.cut_to(outside))
    assert collection_hash(before) != collection_hash(after)


@pytest.mark.parametrize("suffix", ["fil", "sida/1.png"])
def test_who_has_a_file_already_is_not_told_that_it_is_there(
    suffix: str, closed: Closed, servers: tuple[httpx.Client, httpx.Client]
) -> None:
    documents = open_index(closed.everything).store.documents()
    for document in documents:
        path = f"/dokument/{document.id}/{suffix}"
        for tag in ("*", servers[0].get(path, headers=OPERATOR).headers["etag"]):
            status = servers[0].get(path, headers={"If-None-Match": tag}).status_code
            assert status == (404 if document.file in LIMITED else 304)


def test_one_of_a_group_sees_its_documents(
    servers: tuple[httpx.Client, httpx.Client], issuer: FakeIssuer
) -> None:
    headers = {"Authorization": f"Bearer {issuer.token(groups=['mas'])}"}
    shown = servers[0].get("/api/documents", headers=headers).json()["documents"]
    files = {one["file"] for one in shown}
    assert {file for file, groups in LIMITED.items() if "mas" in groups} == files & LIMITED.keys()
    for one in shown:
        assert servers[0].get(f"/dokument/{one['id']}/fil", headers=headers).status_code == 200


def test_a_server_without_a_login_shows_only_what_is_for_everybody(
    closed: Closed, embedder: SentenceTransformerEmbedder
) -> None:
    with running(create_app(service_over(closed.everything, embedder), load_settings())) as url:
        assert len(httpx.get(f"{url}/api/documents").json()["documents"]) == 4


def test_a_command_does_not_ask_a_server_that_shows_less(
    closed: Closed, embedder: SentenceTransformerEmbedder, tmp_path: Path
) -> None:
    settings = load_settings(index=closed.everything, cache=tmp_path)
    app = create_app(service_over(closed.everything, embedder), settings)
    with running(app) as url, announced(settings, "127.0.0.1", urlsplit(url).port or 0):
        assert asked(settings, "/api/search", {"query": "läkemedel"}) is None


def test_who_starts_a_server_without_a_login_is_told_what_it_will_not_show(
    closed: Closed, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        started = run(
            [
                sys.executable,
                "-m",
                "server.cli",
                "serve",
                "--index",
                closed.everything,
                "--port",
                port,
            ],
            env={**os.environ, "BELAGG_CACHE": str(tmp_path)},
            capture_output=True,
            text=True,
        )
    assert "bara för vissa grupper" in started.stderr
