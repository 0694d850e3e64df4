"""A closed collection: nobody comes past who has not shown who it is."""

import logging
from collections.abc import Iterator
from pathlib import Path

import anyio
import httpx
import pytest

from server.app import create_app
from server.door import open_door
from server.errors import SettingsError
from server.login import own_path
from server.page_tags import PageTags
from server.service import Service
from server.settings import Settings, load_settings
from tests.routes import addresses
from tests.serving import running

SECRET = "en riktigt lång hemlighet"
BEARER = httpx.Headers({b"Authorization": f"Bearer {SECRET}".encode()})
OPEN = {
    ("GET", "/api/health"),
    ("GET", "/api/health/live"),
    ("GET", "/api/health/ready"),
    ("GET", "/personuppgifter.js"),
    ("GET", "/logga-in"),
    ("POST", "/logga-in"),
    ("POST", "/logga-ut"),
}
STATIC = ("/static/widget.js", "/static/", "/static/../app.py", "/api/docs/static/swagger-ui.css")
VALUES = {"document_id": "0123456789abcdef", "number": "1"}


@pytest.fixture(scope="module")
def closed_settings() -> Settings:
    return load_settings(access_secret=SECRET)


@pytest.fixture(scope="module")
def url(service: Service, closed_settings: Settings) -> Iterator[str]:
    with running(create_app(service, closed_settings)) as url:
        yield url


@pytest.fixture
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=60) as client:
        yield client


def logged_in(client: httpx.Client) -> httpx.Response:
    return client.post("/logga-in", data={"hemlighet": SECRET, "till": "/dokument"})


def test_nothing_but_health_and_the_login_is_shown_to_a_stranger(
    service: Service, closed_settings: Settings, client: httpx.Client
) -> None:
    asked = addresses(create_app(service, closed_settings), VALUES)
    asked += [("GET", path) for path in STATIC] + [("GET", "/finns-inte"), ("PUT", "/dokument")]
    asked += [("HEAD", path) for method, path in asked if method == "GET"]
    assert len(asked) > 40
    for method, path in asked:
        if (method.replace("HEAD", "GET"), path) in OPEN:
            continue
        response = client.request(method, path)
        if path.startswith(("/api/", "/metrics", "/openapi.json")):
            assert response.status_code == 401, (method, path)
            assert response.headers["www-authenticate"].startswith("Bearer")
            assert response.headers["content-type"] == "application/problem+json"
        else:
            assert response.status_code == 303, (method, path)
            assert response.headers["location"].startswith("/logga-in")
            assert not response.content
        assert response.headers["cache-control"] == "no-store"


def test_the_login_page_has_all_it_needs(client: httpx.Client) -> None:
    page = client.get("/logga-in").raise_for_status().text
    for name in ("belagg.css", "belagg.js", "ikon.svg"):
        assert f"/static/{name}" in page
        client.get(f"/static/{name}").raise_for_status()


def test_a_stranger_learns_from_health_only_that_the_service_is_ready(
    client: httpx.Client,
) -> None:
    told = client.get("/api/health").json()
    assert {name for name, value in told.items() if value} == {"ready"}
    assert client.get("/api/health", headers=BEARER).json()["documents"]


def test_the_secret_opens_the_interface(client: httpx.Client) -> None:
    assert client.get("/api/documents").status_code == 401
    found = client.get("/api/documents", headers=BEARER).raise_for_status().json()
    assert found["documents"]
    assert client.get("/metrics", headers=BEARER).status_code == 200


@pytest.mark.parametrize(
    "header", [b"Bearer fel", b"Bearer", b"Basic eDp5", b"Bearer a.b.c", SECRET.encode(), b"\xff"]
)
def test_what_is_not_the_secret_opens_nothing(url: str, header: bytes) -> None:
    headers = {b"Authorization": header}
    assert httpx.get(f"{url}/api/documents", headers=headers).status_code == 401


def test_a_login_leads_back_to_the_page_that_was_asked_for(client: httpx.Client) -> None:
    asked = client.get("/", params={"fraga": "Vem får & kan?", "typ": "riktlinje"})
    login = client.get(asked.headers["location"])
    assert 'value="/?fraga=Vem+f%C3%A5r+%26+kan%3F&amp;typ=riktlinje"' in login.text
    response = client.post(
        "/logga-in",
        data={"hemlighet": SECRET, "till": "/?fraga=Vem+f%C3%A5r+%26+kan%3F&typ=riktlinje"},
    )
    assert response.headers["location"] == "/?fraga=Vem+f%C3%A5r+%26+kan%3F&typ=riktlinje"
    assert client.get(response.headers["location"]).status_code == 200


def test_the_cookie_is_kept_from_scripts_and_other_sites(client: httpx.Client) -> None:
    cookie = logged_in(client).headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Max-Age=432" in cookie
    assert SECRET not in cookie and "Secure" not in cookie


def test_over_https_the_cookie_is_sent_over_nothing_else(
    service: Service, closed_settings: Settings
) -> None:
    app = create_app(service, closed_settings)
    transport = httpx.ASGITransport(app)

    async def log_in() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="https://belagg") as client:
            return await client.post("/logga-in", data={"hemlighet": SECRET})

    assert "Secure" in anyio.run(log_in).headers["set-cookie"]


def test_who_logs_out_is_a_stranger_again(client: httpx.Client) -> None:
    logged_in(client)
    page = client.get("/dokument").raise_for_status().text
    assert 'action="/logga-ut"' in page
    assert client.post("/logga-ut").headers["location"] == "/logga-in"
    assert client.get("/dokument").status_code == 303


def test_a_cookie_that_was_changed_opens_nothing(client: httpx.Client) -> None:
    logged_in(client)
    [(name, value)] = client.cookies.items()
    for wrong in (value[:-2], value[1:], f"x{value}", "", value.replace(".", "")):
        headers = {"Cookie": f"{name}={wrong}"}
        response = httpx.get(f"{client.base_url}/dokument", headers=headers)
        assert response.status_code == 303


def test_another_secret_ends_every_session(client: httpx.Client, service: Service) -> None:
    logged_in(client)
    with running(create_app(service, load_settings(access_secret=SECRET + "!"))) as other:
        assert httpx.get(f"{other}/dokument", cookies=client.cookies).status_code == 303


@pytest.mark.parametrize(
    "to",
    [
        "https://annan.se",
        "//annan.se",
        "/\\annan.se",
        "\\\\annan.se",
        "/\t/annan.se",
        "/\n/annan.se",
        "javascript:alert(1)",
        "annan.se",
        "",
        "/logga-ut",
    ],
)
def test_a_login_leads_nowhere_else(to: str, client: httpx.Client) -> None:
    assert own_path(to) == "/"
    response = client.post("/logga-in", data={"hemlighet": SECRET, "till": to})
    assert response.headers["location"] == "/"


def test_a_form_on_another_site_logs_nobody_in_or_out(client: httpx.Client) -> None:
    headers = {"Origin": "https://annan.se"}
    response = client.post("/logga-in", data={"hemlighet": SECRET}, headers=headers)
    assert response.status_code == 401 and "set-cookie" not in response.headers
    logged_in(client)
    assert "set-cookie" not in client.post("/logga-ut", headers=headers).headers
    assert client.get("/dokument").status_code == 200


def test_a_wrong_secret_is_told_on_the_login_page_and_is_not_shown_again(
    client: httpx.Client,
) -> None:
    response = client.post("/logga-in", data={"hemlighet": "fel hemlighet", "till": "/ansvar"})
    assert response.status_code == 401
    assert "Hemligheten stämmer inte" in response.text
    assert 'value="/ansvar"' in response.text
    assert "fel hemlighet" not in response.text


def test_who_guesses_too_often_has_to_wait(service: Service, closed_settings: Settings) -> None:
    with running(create_app(service, closed_settings)) as url:
        statuses = [
            httpx.post(f"{url}/logga-in", data={"hemlighet": f"gissning {number}"}).status_code
            for number in range(11)
        ]
        assert statuses == [401] * 10 + [429]
        refused = httpx.get(f"{url}/api/documents", headers=BEARER)
        assert refused.status_code == 429 and int(refused.headers["retry-after"]) > 0
        assert httpx.get(f"{url}/logga-in").status_code == 200


def test_who_has_a_whole_network_has_no_more_guesses(
    service: Service, closed_settings: Settings
) -> None:
    with running(create_app(service, closed_settings)) as url:
        statuses = [
            httpx.get(
                f"{url}/api/documents",
                headers={"Authorization": "Bearer fel", "X-Forwarded-For": f"2001:db8::{number}"},
            ).status_code
            for number in range(11)
        ]
    assert statuses == [401] * 10 + [429]


def test_a_secret_may_end_in_any_letter(service: Service) -> None:
    for secret in ("en hemlighet på sjö och Å", "en hemlighet på sjö och à"):
        header = httpx.Headers({b"Authorization": f"Bearer {secret}".encode()})
        with running(create_app(service, load_settings(access_secret=secret))) as url:
            assert httpx.get(f"{url}/api/documents", headers=header).status_code == 200


def test_what_one_was_shown_is_kept_by_no_cache_between(client: httpx.Client) -> None:
    document = client.get("/api/documents", headers=BEARER).json()["documents"][0]["id"]
    for path in ("/", f"/dokument/{document}/fil", f"/dokument/{document}/sida/1.png"):
        response = client.get(path, headers=BEARER)
        assert response.headers["cache-control"] == "private, no-cache"
        tag = {"If-None-Match": response.headers["etag"]}
        assert client.get(path, headers=[*BEARER.raw, *httpx.Headers(tag).raw]).status_code == 304
        assert client.get(path, headers=tag).status_code == 303


def test_a_page_elsewhere_may_ask_what_it_may_send(service: Service) -> None:
    origin = "https://intranat.exempel.se"
    settings = load_settings(access_secret=SECRET, widget_origins=origin)
    with running(create_app(service, settings)) as url:
        asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        allowed = httpx.options(
            f"{url}/api/ask",
            headers={**asked, "Access-Control-Request-Headers": "authorization, content-type"},
        )
        assert allowed.status_code == 200
        refused = httpx.post(f"{url}/api/ask", headers={"Origin": origin}, json={"question": "x"})
        assert refused.status_code == 401
        assert refused.headers["access-control-allow-origin"] == origin


def test_an_open_collection_asks_nobody(server_url: str) -> None:
    assert httpx.get(f"{server_url}/dokument").status_code == 200
    assert httpx.get(f"{server_url}/logga-in").status_code == 404


def test_a_secret_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "hemlighet").write_text(f"{SECRET}\n")
    door = open_door(load_settings(access_secret_file=tmp_path / "hemlighet"))
    assert door is not None and door.secret == SECRET


def test_a_secret_is_never_told(closed_settings: Settings) -> None:
    told = (repr(closed_settings), str(closed_settings), closed_settings.model_dump_json())
    assert not any(SECRET in text for text in told)
    tags = PageTags(create_app, service=None, settings=closed_settings)  # type: ignore[arg-type]
    assert SECRET not in repr(vars(tags))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"access_secret": "kort"}, "minst 16"),
        ({"access_secret": SECRET, "access_secret_file": "x"}, "Både"),
        ({"access_secret_file": "finns-inte"}, "går inte att läsa"),
        ({"access_secret": " " * 16}, "har 0 tecken"),
        ({"oidc_issuer": "https://login.exempel.se"}, "alla tre"),
        (
            {
                "oidc_issuer": "https://login.exempel.se",
                "oidc_client_id": "belagg",
                "oidc_client_secret": "hemlig1",
            },
            "oidc_client_secret har 7 tecken",
        ),
    ],
)
def test_a_door_that_can_not_be_locked_is_not_opened(
    given: dict[str, str], found: str, service: Service
) -> None:
    with pytest.raises(SettingsError, match=found) as caught:
        create_app(service, load_settings(**given))
    assert "hemlighet " not in str(caught.value)


def test_an_issuer_is_asked_only_over_https() -> None:
    with pytest.raises(SettingsError, match="https"):
        load_settings(oidc_issuer="http://login.exempel.se")


def test_nothing_writes_the_secret_to_the_log(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.get("/api/documents", headers=BEARER)
        logged_in(client)
    own = [record.getMessage() for record in caplog.records if record.name.startswith("belagg")]
    assert not any(SECRET in message for message in own)
