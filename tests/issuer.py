"""An identity provider that does what OpenID Connect says, or as it is told to."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, CLIENT_SECRET = "belagg", "belaggs-hemlighet-hos-tjansten"
Changed = Callable[[Any], Any]


class FakeIssuer:
    """`changes` by path are made to what it answers; `claims` go into the tokens it gives."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.key = RSAKey.generate_key(2048, auto_kid=True)
        self.claims: dict[str, Any] = {}
        self.changes: dict[str, Changed] = {}
        self.asked: list[str] = []
        self._logins: dict[str, dict[str, str]] = {}

    def token(self, key: RSAKey | None = None, kid: str | None = None, **claims: Any) -> str:
        now = int(time.time())
        own = {"iss": self.address, "aud": CLIENT, "sub": "anna", "iat": now, "exp": now + 600}
        stated = {k: v for k, v in {**own, **self.claims, **claims}.items() if v is not None}
        signing = key or self.key
        return jwt.encode({"alg": "RS256", "kid": kid or self.key.kid}, stated, signing, ["RS256"])

    def answer(self, path: str, fields: dict[str, str], authorization: str) -> tuple[int, Any]:
        """The status and what is sent as JSON, or the address that the browser is sent to."""
        self.asked.append(path)
        found: tuple[int, Any]
        match path:
            case "/.well-known/openid-configuration":
                found = (
                    200,
                    {
                        "issuer": self.address,
                        "authorization_endpoint": f"{self.address}/authorize",
                        "token_endpoint": f"{self.address}/token",
                        "jwks_uri": f"{self.address}/keys",
                    },
                )
            case "/keys":
                found = 200, KeySet([self.key]).as_dict(private=False)
            case "/authorize":
                code = f"kod{len(self._logins)}"
                self._logins[code] = fields
                back = urlencode({"code": code, "state": fields["state"]})
                return 303, f"{fields['redirect_uri']}?{back}"
            case "/token":
                found = self._token(fields, authorization)
            case _:
                found = 404, {}
        change = self.changes.get(path)
        return (found[0], change(found[1])) if change else found

    def _token(self, fields: dict[str, str], authorization: str) -> tuple[int, Any]:
        login = self._logins.pop(fields.get("code", ""), None)
        client = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        digest = hashlib.sha256(fields.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            login is None
            or authorization != f"Basic {client}"
            or login["code_challenge_method"] != "S256"
            or login["code_challenge"] != challenge
            or login["redirect_uri"] != fields.get("redirect_uri")
        ):
            return 400, {"error": "invalid_grant"}
        nonce = self.claims.get("nonce", login["nonce"])
        identity = self.token(nonce=nonce)
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": identity}


@contextmanager
def fake_issuer() -> Iterator[FakeIssuer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._answer(parts.path, parts.query)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            self._answer(self.path, body)

        def _answer(self, path: str, query: str) -> None:
            fields = {name: values[0] for name, values in parse_qs(query).items()}
            status, told = issuer.answer(path, fields, self.headers.get("authorization", ""))
            self.send_response(status)
            if status == 303:
                self.send_header("Location", told)
                told = ""
            body = told if isinstance(told, bytes) else json.dumps(told).encode()
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except ConnectionError:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer = FakeIssuer(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
