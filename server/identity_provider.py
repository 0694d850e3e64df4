"""The organisation's own login by OpenID Connect (authorization code with PKCE).

What a provider says is believed when it is signed by one of the keys that it publishes; only its
own addresses are fetched, and of each answer no more than it can need.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import token_urlsafe
from threading import Lock
from time import monotonic, time
from typing import Any, TypeVar, TypeVarTuple

import httpx2
from anyio import CapacityLimiter, to_thread
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet

from server.asker import Asker
from server.errors import IdentityProviderError, LoginError
from server.limited_transport import LimitedTransport
from server.sessions import LONGEST_SESSION

T = TypeVar("T")
Given = TypeVarTuple("Given")

_DISCOVERY = "/.well-known/openid-configuration"
# Only signatures that take the provider's own private key: never none, nor a shared secret.
_SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_LEEWAY = 30
_AT_ONCE = 4
_SECONDS_TO_ANSWER = 10.0
_SECONDS_KEPT = 3600.0
# While the provider is away.
_SECONDS_RELIED_ON = 12 * 3600.0
# A token with an unknown key makes the keys be fetched anew, but not each such token.
_SECONDS_BETWEEN_FETCHES = 60.0
_SECONDS_BETWEEN_FAILURES = 5.0
# The libraries trust a provider's answers to be of the kinds that they should be.
_MISBEHAVIOUR = (
    httpx2.HTTPError,
    httpx2.InvalidURL,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class Flow:
    """A login under way: where the browser is sent, and what must fit when it comes back."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """`until` is in seconds since 1970."""

    asker: Asker
    until: float


@dataclass(frozen=True, slots=True)
class _Published:
    """What the provider publishes of itself, and when that was fetched."""

    metadata: Mapping[str, Any]
    keys: KeySet
    fetched: float


class IdentityProvider:
    """One issuer, to which this server is one client. Safe between threads."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, groups_claim: str) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._groups_claim = groups_claim
        self._at_once = CapacityLimiter(_AT_ONCE)
        self._lock = Lock()
        self._kept: _Published | None = None
        self._failed: tuple[float, IdentityProviderError] | None = None

    async def reached(self, call: Callable[[*Given], T], *given: *Given) -> T:
        """What a call of a method of this gives. While a provider that doesn't answer is waited
        for, the threads that answer others are not."""
        return await to_thread.run_sync(call, *given, limiter=self._at_once)

    def begin(self, redirect_uri: str) -> Flow:
        """Raises IdentityProviderError."""
        nonce, verifier = token_urlsafe(32), token_urlsafe(48)
        published = self._published()
        with self._client(redirect_uri) as client:
            address, state = client.create_authorization_url(
                published.metadata["authorization_endpoint"], nonce=nonce, code_verifier=verifier
            )
        return Flow(address, state, nonce, verifier)

    def finish(self, redirect_uri: str, code: str, verifier: str, nonce: str) -> LoggedIn:
        """Raises LoginError and IdentityProviderError."""
        published = self._published()
        with self._client(redirect_uri) as client:
            token = _asked(
                lambda: client.fetch_token(
                    published.metadata["token_endpoint"], code=code, code_verifier=verifier
                )
            )
        identity = token.get("id_token")
        if not isinstance(identity, str):
            raise LoginError("Inloggningstjänsten gav inget intyg om vem du är. Försök igen.")
        claims = self._verified(identity, nonce)
        if claims is None:
            raise LoginError(
                "Intyget från inloggningstjänsten går inte att lita på eller gäller inte längre. "
                "Försök igen."
            )
        return LoggedIn(self._asker(claims), min(claims["exp"], time() + LONGEST_SESSION))

    def bearer(self, token: str) -> Asker | None:
        """Whom a token of the same issuer for the same client is for; None where it is not
        valid. Raises IdentityProviderError."""
        claims = self._verified(token)
        return self._asker(claims) if claims is not None else None

    def _asker(self, claims: Mapping[str, Any]) -> Asker:
        stated = claims.get(self._groups_claim)
        named = [stated] if isinstance(stated, str) else stated
        groups = named if isinstance(named, list) else []
        return Asker(frozenset(group for group in groups if isinstance(group, str) and group))

    def _verified(self, token: str, nonce: str | None = None) -> Mapping[str, Any] | None:
        of_login: jwt.ClaimsOption = {"essential": True, "value": nonce} if nonce else {}
        registry = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._client_id},
            exp={"essential": True},
            # Whom it was made for, where it is for several.
            azp={"value": self._client_id},
            nonce=of_login,
        )
        try:
            try:
                decoded = jwt.decode(token, self._published().keys, _SIGNATURES)
            except InvalidKeyIdError:
                decoded = jwt.decode(token, self._published(anew=True).keys, _SIGNATURES)
            registry.validate(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError, RecursionError):
            return None
        return decoded.claims

    def _published(self, *, anew: bool = False) -> _Published:
        kept = self._kept
        if kept and monotonic() - kept.fetched <= (
            _SECONDS_BETWEEN_FETCHES if anew else _SECONDS_KEPT
        ):
            return kept
        # Who has keys doesn't wait for others to be fetched.
        if not self._lock.acquire(blocking=kept is None):
            assert kept
            return kept
        try:
            if self._kept is kept:
                self._kept = self._fetched_unless_failing()
            assert self._kept
            return self._kept
        except IdentityProviderError:
            if kept and monotonic() - kept.fetched <= _SECONDS_RELIED_ON:
                return kept
            raise
        finally:
            self._lock.release()

    def _fetched_unless_failing(self) -> _Published:
        """Else each request would wait in turn for one that doesn't answer."""
        if self._failed and monotonic() - self._failed[0] < _SECONDS_BETWEEN_FAILURES:
            raise self._failed[1]
        try:
            return self._fetched()
        except IdentityProviderError as error:
            self._failed = monotonic(), error
            raise

    def _fetched(self) -> _Published:
        with httpx2.Client(timeout=_SECONDS_TO_ANSWER, transport=LimitedTransport()) as client:
            metadata = _asked(lambda: _json(client, self._issuer.rstrip("/") + _DISCOVERY))
            if metadata.get("issuer") != self._issuer:
                raise IdentityProviderError("uppger ett annat namn än oidc_issuer")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if not str(metadata.get(name, "")).startswith(_scheme(self._issuer)):
                    raise IdentityProviderError(f"uppger ingen säker adress för {name}")
            keys: Any = _asked(lambda: _json(client, metadata["jwks_uri"]))
        try:
            published = [key for one in keys["keys"] if (key := _key(one))]
        except (TypeError, KeyError) as error:
            raise IdentityProviderError("har nycklar som inte går att läsa") from error
        if not published:
            raise IdentityProviderError("har inga nycklar som går att läsa")
        return _Published(metadata, KeySet(published), monotonic())

    def _client(self, redirect_uri: str) -> OAuth2Client:
        return OAuth2Client(
            self._client_id,
            self._client_secret,
            scope="openid",
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            timeout=_SECONDS_TO_ANSWER,
            transport=LimitedTransport(),
        )


def _key(published: Any) -> Key | None:
    """None for one of a kind that isn't known, which is no fault of the others (RFC 7517, 5)."""
    try:
        return JWKRegistry.import_key(published)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _asked(ask: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """Raises IdentityProviderError where the provider doesn't answer as it should, LoginError
    where it refuses."""
    try:
        answer = ask()
    except OAuthError as error:
        raise LoginError("Inloggningstjänsten godtog inte inloggningen. Försök igen.") from error
    except _MISBEHAVIOUR as error:
        raise IdentityProviderError("svarar inte som den ska") from error
    if not isinstance(answer, Mapping):
        raise IdentityProviderError("svarar inte som den ska")
    return answer


def _json(client: httpx2.Client, address: str) -> Any:
    response = client.get(address)
    response.raise_for_status()
    return response.json()


def _scheme(issuer: str) -> str:
    return issuer.partition("//")[0] + "//"
