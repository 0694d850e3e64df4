"""What browsers are told to forbid, with every response.

Content Security Policy (W3C CSP 3): nothing is allowed but what a page is made of. Scripts are
named by a nonce, new for each response; no page has any script or style of its own in it.
"""

import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NOWHERE = "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
_PAGE = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; "
    f"connect-src 'self'; form-action 'self'; {_NOWHERE}; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
# An image that is opened by itself is a page that the browser makes, and styles.
DATA_POLICY = (
    f"default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; {_NOWHERE}; sandbox"
)
# Not all browsers' viewers show anything under `sandbox`, or without objects.
_PDF = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_DENIED = (
    "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi "
    "payment publickey-credentials-get screen-wake-lock serial usb xr-spatial-tracking"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _DENIED.split()),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
_SECONDS_A_DAY = 24 * 60 * 60
# Their addresses are new when their content is; everything else says itself whether it is kept.
_KEPT_PATHS = ("/static/", "/api/docs/static/")


class SecurityHeaders:
    """Adds what a response doesn't say itself. `https_days`: so long may a browser that came over
    https use nothing else (RFC 6797); 0 says nothing of it."""

    def __init__(self, app: ASGIApp, https_days: int) -> None:
        self._app = app
        self._transport = f"max-age={https_days * _SECONDS_A_DAY}" if https_days else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = scope.setdefault("state", {})["nonce"] = secrets.token_urlsafe(16)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), scope, message["status"], nonce)
            await send(message)

        await self._app(scope, receive, guarded)

    def _add(self, headers: MutableHeaders, scope: Scope, status: int, nonce: str) -> None:
        for name, value in ALWAYS.items():
            headers.setdefault(name, value)
        # The page that the browser has kept goes with the policy it came with, and its nonce.
        if status != 304:
            policy = _policy(headers.get("content-type", ""), nonce)
            headers.setdefault("Content-Security-Policy", policy)
        if status >= 400 or not scope["path"].startswith(_KEPT_PATHS):
            headers.setdefault("Cache-Control", "no-store")
        if self._transport and scope["scheme"] == "https":
            headers.setdefault("Strict-Transport-Security", self._transport)


def _policy(media_type: str, nonce: str) -> str:
    if media_type.startswith("text/html"):
        return _PAGE.format(nonce=nonce)
    return _PDF if media_type.startswith("application/pdf") else DATA_POLICY
