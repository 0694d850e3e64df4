"""The organisation's own login: what a provider says is believed when it proves it."""

import hmac
import json
import socket
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from joserfc import jws
from joserfc.jwk import OctKey, RSAKey
from starlette.requests import Request
from starlette.responses import Response

from index.embedder import SentenceTransformerEmbedder
from server.app import create_app
from server.asker import Asker
from server.service import Service
from server.sessions import Sessions
from server.settings import load_settings
from tests.closed import Closed
from tests.issuer import CLIENT, CLIENT_SECRET, FakeIssuer, fake_issuer
from tests.sample import service_over
from tests.serving import running

NOW = int(time.time())


@pytest.fixture(scope="module")
def service(closed: Closed, embedder: SentenceTransformerEmbedder) -> Service:
    return service_over(closed.everything, embedder)


@pytest.fixture(scope="module")
def standing_issuer() -> Iterator[FakeIssuer]:
    with fake_issuer() as issuer:
        yield issuer


@pytest.fixture
def issuer(standing_issuer: FakeIssuer) -> FakeIssuer:
    standing_issuer.claims, standing_issuer.changes = {}, {}
    standing_issuer.asked.clear()
    return standing_issuer


@contextmanager
def serving(issuer: FakeIssuer, service: Service, **more: str) -> Iterator[str]:
    settings = load_settings(
        oidc_issuer=issuer.address, oidc_client_id=CLIENT, oidc_client_secret=CLIENT_SECRET, **more
    )
    with running(create_app(service, settings)) as url:
        yield url


@pytest.fixture(scope="module")
def url(standing_issuer: FakeIssuer, service: Service) -> Iterator[str]:
    with serving(standing_issuer, service) as url:
        yield url


@pytest.fixture
def new_url(issuer: FakeIssuer, service: Service) -> Iterator[str]:
    """A server that has not asked the issuer for anything."""
    with serving(issuer, service) as url:
        yield url


def browsing(url: str) -> httpx.Client:
    return httpx.Client(base_url=url, timeout=60, follow_redirects=True)


@pytest.fixture
def browser(url: str, issuer: FakeIssuer) -> Iterator[httpx.Client]:
    with browsing(url) as browser:
        yield browser


def log_in(browser: httpx.Client) -> httpx.Response:
    return browser.get("/logga-in/konto", params={"till": "/dokument"})


def documents(url: str, token: str) -> int:
    """How many documents the bearer of a token is told of; none where it is refused."""
    response = httpx.get(f"{url}/api/documents", headers={"Authorization": f"Bearer {token}"})
    if response.status_code == 401:
        return 0
    return len(response.raise_for_status().json()["documents"])


def test_a_login_leads_back_with_the_groups_of_the_token(
    issuer: FakeIssuer, browser: httpx.Client
) -> None:
    issuer.claims = {"groups": ["mas", "övriga"]}
    page = log_in(browser)
    assert page.status_code == 200 and page.url.path == "/dokument"
    assert len(browser.get("/api/documents").json()["documents"]) == 6


def test_the_login_page_offers_it(browser: httpx.Client) -> None:
    assert "/logga-in/konto?till=/ansvar" in browser.get("/ansvar").text


@pytest.mark.parametrize(
    ("groups", "count"),
    [
        (["mas"], 6),
        ("ledning", 7),
        (["mas", "ledning"], 8),
        ([], 4),
        (None, 4),
        ([1, None, {"mas": 1}, ["mas"]], 4),
        ({"mas": True}, 4),
        (["MAS", "mas "], 4),
    ],
)
def test_groups_are_those_that_the_token_names(
    groups: Any, count: int, issuer: FakeIssuer, url: str
) -> None:
    assert documents(url, issuer.token(groups=groups)) == count


def test_the_groups_may_stand_in_another_claim(issuer: FakeIssuer, service: Service) -> None:
    with serving(issuer, service, oidc_groups_claim="roles") as url:
        assert documents(url, issuer.token(roles=["mas"], groups=["ledning"])) == 6


def unsigned(issuer: FakeIssuer) -> str:
    header = urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    return f"{header}.{issuer.token().split('.')[1]}."


def by_the_public_key(issuer: FakeIssuer) -> str:
    """Signed with a secret that everybody knows: the key that signatures are proved by."""
    header = urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": issuer.key.kid}).encode())
    signed = header.rstrip(b"=") + b"." + issuer.token().split(".")[1].encode()
    digest = hmac.digest(issuer.key.as_pem(private=False), signed, "sha256")
    return (signed + b"." + urlsafe_b64encode(digest).rstrip(b"=")).decode()


def by_the_client_secret(issuer: FakeIssuer) -> str:
    claims = {"iss": issuer.address, "aud": CLIENT, "exp": NOW + 600}
    key = OctKey.import_key(CLIENT_SECRET)
    return jws.serialize_compact({"alg": "HS256"}, json.dumps(claims), key, ["HS256"])


REFUSED: dict[str, Callable[[FakeIssuer], str]] = {
    "another's signature": lambda issuer: issuer.token(RSAKey.generate_key(2048)),
    "no signature": unsigned,
    "the public key as a secret": by_the_public_key,
    "the client's secret as key": by_the_client_secret,
    "a changed claim": lambda issuer: _swapped(issuer),
    "another issuer": lambda issuer: issuer.token(iss="https://annan.se"),
    "no issuer": lambda issuer: issuer.token(iss=None),
    "another audience": lambda issuer: issuer.token(aud="annan"),
    "several audiences, made for another": lambda issuer: issuer.token(
        aud=[CLIENT, "annan"], azp="annan"
    ),
    "no audience": lambda issuer: issuer.token(aud=None),
    "expired": lambda issuer: issuer.token(exp=NOW - 3600),
    "without an end": lambda issuer: issuer.token(exp=None),
    "an end that is no time": lambda issuer: issuer.token(exp="i morgon"),
    "not yet valid": lambda issuer: issuer.token(nbf=NOW + 3600),
    "no token": lambda _: "a.b.c",
    "deeply nested": lambda _: "W1tb" * 5000 + ".b.c",
}


def _swapped(issuer: FakeIssuer) -> str:
    head, _, signature = issuer.token(groups=[]).split(".")
    return f"{head}.{issuer.token(groups=['mas']).split('.')[1]}.{signature}"


@pytest.mark.parametrize("wrong", REFUSED)
def test_a_token_that_proves_nothing_is_refused(wrong: str, issuer: FakeIssuer, url: str) -> None:
    assert documents(url, REFUSED[wrong](issuer)) == 0
    assert documents(url, issuer.token()) == 4


@pytest.mark.parametrize(
    "claims",
    [{"nonce": "annan"}, {"nonce": None}, {"exp": NOW - 3600}, {"aud": "annan"}, {"iss": "annan"}],
)
def test_a_login_whose_token_is_not_for_it_is_refused(
    claims: dict[str, Any], issuer: FakeIssuer, browser: httpx.Client
) -> None:
    issuer.claims = claims
    page = log_in(browser)
    assert page.status_code == 401 and "går inte att lita på" in page.text
    assert browser.get("/api/documents").status_code == 401


def test_a_login_that_began_elsewhere_is_refused(
    issuer: FakeIssuer, browser: httpx.Client, url: str
) -> None:
    """Else someone could be logged in as another by following a link."""
    sent = httpx.get(f"{url}/logga-in/konto")
    back = httpx.get(sent.headers["location"]).headers["location"]
    page = browser.get(back)
    assert page.status_code == 401 and "påbörjades inte här" in page.text
    browser.get("/logga-in/konto", follow_redirects=False)
    assert browser.get(back).status_code == 401
    assert "/token" not in issuer.asked


def test_a_login_is_used_once(issuer: FakeIssuer, browser: httpx.Client) -> None:
    sent = browser.get("/logga-in/konto", follow_redirects=False)
    back = httpx.get(sent.headers["location"]).headers["location"]
    assert browser.get(back).status_code == 200
    browser.cookies.delete("belagg")
    assert browser.get(back).status_code == 401
    assert issuer.asked.count("/token") == 1


def test_a_login_that_the_provider_refuses_is_told(browser: httpx.Client) -> None:
    browser.get("/logga-in/konto", follow_redirects=False)
    state = _state(browser)
    page = browser.get("/logga-in/klar", params={"error": "access_denied", "state": state})
    assert page.status_code == 401 and "avbröts" in page.text


def _state(browser: httpx.Client) -> str:
    location = browser.get("/logga-in/konto", follow_redirects=False).headers["location"]
    return httpx.URL(location).params["state"]


def test_a_code_that_the_provider_does_not_know_is_refused(browser: httpx.Client) -> None:
    page = browser.get("/logga-in/klar", params={"code": "gissad", "state": _state(browser)})
    assert page.status_code == 401 and "godtog inte" in page.text


def test_a_session_ends_with_the_token(issuer: FakeIssuer, browser: httpx.Client) -> None:
    issuer.claims = {"exp": int(time.time()) + 120}
    browser.get("/logga-in/konto", follow_redirects=False)
    response = log_in(browser)
    cookie = response.history[-1].headers["set-cookie"]
    [age] = [part for part in cookie.split("; ") if part.startswith("Max-Age=1")]
    assert 100 <= int(age.removeprefix("Max-Age=")) <= 120


def test_a_session_lasts_half_a_day_at_most(issuer: FakeIssuer, browser: httpx.Client) -> None:
    issuer.claims = {"exp": 10**20}
    cookie = log_in(browser).history[-1].headers["set-cookie"]
    assert "Max-Age=43200" in cookie or "Max-Age=43199" in cookie


MISBEHAVING: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "huge": ("/keys", lambda told: {**told, "more": "x" * 2_000_000}),
    "no JSON": ("/.well-known/openid-configuration", lambda _: b"<html>"),
    "a list": ("/.well-known/openid-configuration", lambda _: []),
    "nested": ("/.well-known/openid-configuration", lambda _: b"[" * 200_000),
    "another issuer": (
        "/.well-known/openid-configuration",
        lambda told: {**told, "issuer": "https://annan.se"},
    ),
    "no address for tokens": (
        "/.well-known/openid-configuration",
        lambda told: {**told, "token_endpoint": "file:///etc/passwd"},
    ),
    "no keys": ("/keys", lambda _: {"keys": "inga"}),
    "broken keys": ("/keys", lambda _: {"keys": [{"kty": "RSA"}]}),
    "a token of no time": ("/token", lambda told: {**told, "expires_at": []}),
    "huge token": ("/token", lambda told: {**told, "more": "x" * 2_000_000}),
}


@pytest.mark.parametrize("how", MISBEHAVING)
def test_a_provider_that_misbehaves_lets_nobody_in(
    how: str, issuer: FakeIssuer, new_url: str
) -> None:
    path, change = MISBEHAVING[how]
    issuer.changes[path] = change
    with browsing(new_url) as browser:
        page = log_in(browser)
        assert page.status_code == 503
        assert "Inloggningstjänsten" in page.text and "Logga in" in page.text
        assert browser.get("/api/documents").status_code == 401


def test_a_token_is_not_believed_while_the_provider_is_away(service: Service) -> None:
    with fake_issuer() as gone:
        token = gone.token(groups=["mas"])
    with serving(gone, service) as url:
        headers = {"Authorization": f"Bearer {token}"}
        response = httpx.get(f"{url}/api/documents", headers=headers)
        assert response.status_code == 503
        assert "Inloggningstjänsten" in response.json()["detail"]
        assert httpx.get(f"{url}/api/health").json()["ready"]
        assert httpx.get(f"{url}/logga-in/konto").status_code == 503


def test_the_keys_are_fetched_once_for_many_tokens(issuer: FakeIssuer, new_url: str) -> None:
    another = RSAKey.generate_key(2048)
    for number in range(5):
        documents(new_url, issuer.token(jti=str(number)))
        documents(new_url, issuer.token(another, kid=f"okänd {number}"))
    assert issuer.asked.count("/keys") == 1


def test_the_measures_are_for_who_sees_everything(issuer: FakeIssuer, url: str) -> None:
    headers = {"Authorization": f"Bearer {issuer.token(groups=['mas', 'ledning'])}"}
    assert httpx.get(f"{url}/metrics", headers=headers).status_code == 401


def test_a_key_of_an_unknown_kind_is_no_fault_of_the_others(
    issuer: FakeIssuer, new_url: str
) -> None:
    unknown = {"kty": "EC", "crv": "BP-256", "x": "AQ", "y": "AQ", "kid": "annan"}
    issuer.changes["/keys"] = lambda told: {"keys": [unknown, "ingen", *told["keys"]]}
    assert documents(new_url, issuer.token(groups=["mas"])) == 6


def test_who_is_in_very_many_groups_logs_in_with_those_that_matter(
    issuer: FakeIssuer, browser: httpx.Client
) -> None:
    issuer.claims = {"groups": ["mas", *(str(UUID(int=hash((7, n)) % 2**128)) for n in range(200))]}
    assert log_in(browser).url.path == "/dokument"
    assert len(browser.get("/api/documents").json()["documents"]) == 6


def test_nobody_sees_everything_where_there_is_no_secret_to_know(
    issuer: FakeIssuer, service: Service
) -> None:
    forged = Response()
    request = Request({"type": "http", "path": "/", "headers": [], "server": ("x", 80)})
    sessions = Sessions(f"\n{CLIENT_SECRET}")
    for groups, status in ((None, 401), (frozenset({"mas"}), 200)):
        sessions.begin(forged, request, Asker(groups), time.time() + 60, frozenset)
        cookie = forged.headers["set-cookie"].partition(";")[0]
        with serving(issuer, service) as url:
            assert (
                httpx.get(f"{url}/api/documents", headers={"Cookie": cookie}).status_code == status
            )
        forged = Response()


def test_a_secret_that_looks_like_a_token_is_still_the_secret(
    issuer: FakeIssuer, service: Service
) -> None:
    secret = "en.hemlig.nyckel-1234567"
    with serving(issuer, service, access_secret=secret) as url:
        assert documents(url, secret) == 8
        assert documents(url, issuer.token(groups=["mas"])) == 6


def test_a_provider_that_never_answers_keeps_nobody_else_out(service: Service) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = load_settings(
            oidc_issuer=f"http://127.0.0.1:{silent.getsockname()[1]}",
            oidc_client_id=CLIENT,
            oidc_client_secret=CLIENT_SECRET,
        )
        with running(create_app(service, settings)) as url, ThreadPoolExecutor(24) as strangers:
            waiting = [
                strangers.submit(httpx.get, url + path, headers=headers, timeout=60)
                for path, headers in (
                    ("/api/documents", {"Authorization": "Bearer x.y.z"}),
                    ("/logga-in/konto", {}),
                )
                for _ in range(12)
            ]
            asking, _ = silent.accept()
            for path in ("/static/belagg.css", "/api/health", "/logga-in"):
                assert httpx.get(url + path).status_code == 200
            assert not any(one.done() for one in waiting)
            asking.close()
            silent.close()
