"""The chat's script as it is served."""

import gzip
from collections.abc import Iterator

import httpx
import pytest

_MOST_BYTES = 10_000


@pytest.fixture
def client(server_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server_url, timeout=60) as client:
        yield client


def test_script_is_light(client: httpx.Client) -> None:
    response = client.get("/widget.js", headers={"accept-encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert len(gzip.compress(response.content)) < _MOST_BYTES


def test_any_page_may_fetch_the_script(client: httpx.Client) -> None:
    headers = client.get("/widget.js", headers={"origin": "https://annan.exempel.se"}).headers
    assert headers["content-type"] == "text/javascript; charset=utf-8"
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cross-origin-resource-policy"] == "cross-origin"


def test_script_that_is_unchanged_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/widget.js")
    assert "max-age" in first.headers["cache-control"]
    again = client.get("/widget.js", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_page_about_the_chat_shows_the_line_to_copy(client: httpx.Client, server_url: str) -> None:
    page = client.get("/chatt").text
    assert f'&lt;script src="{server_url}/widget.js" defer&gt;' in page
