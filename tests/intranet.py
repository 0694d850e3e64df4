"""A page of another origin that the chat is put on, under the strictest policy it runs with."""

from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

_PAGE = """<!doctype html>
<html lang="sv">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Intranätet</title>
<main><h1>Intranätet</h1><p><a href="#">Nyheter</a></p>{body}</main>
{scripts}
"""
_POLICY = (
    "default-src 'none'; script-src {server}; connect-src {server}; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


def intranet_app() -> FastAPI:
    app = FastAPI()

    @app.get("/")
    def front(server: str, body: str = "", scripts: int = 1) -> HTMLResponse:
        tag = f'<script src="{server}/widget.js" defer></script>'
        return HTMLResponse(
            _PAGE.format(body=body, scripts=tag * scripts),
            headers={"Content-Security-Policy": _POLICY.format(server=server)},
        )

    return app


def address(intranet: str, server: str, body: str = "", scripts: int = 1) -> str:
    """Of a page with the server's script, as many times as told, and the body's HTML."""
    return f"{intranet}/?{urlencode({'server': server, 'body': body, 'scripts': scripts})}"
