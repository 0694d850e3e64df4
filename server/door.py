"""Who is let in: by the shared secret, by the organisation's own login, or by what either gave."""

from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest
from pathlib import Path
from threading import Lock

from cachetools import TTLCache
from pydantic import SecretStr
from starlette.requests import Request

from server.asker import OPERATOR, Asker
from server.errors import SettingsError, TooManyTriesError
from server.identity_provider import IdentityProvider
from server.rate_limit import client_of
from server.sessions import Sessions
from server.settings import Settings

_SHORTEST_SECRET = 16
_MOST_TRIES = 10
_SECONDS_OF_TRIES = 60
_MOST_CLIENTS = 10_000


class Tries:
    """Wrong secrets of each client in the last minute. Safe between threads."""

    def __init__(self) -> None:
        self._wrong: TTLCache[str, int] = TTLCache(_MOST_CLIENTS, _SECONDS_OF_TRIES)
        self._lock = Lock()

    def of(self, request: Request, is_right: Callable[[], bool]) -> bool:
        """Whether it is right. Raises TooManyTriesError for a client that has been wrong too
        often, right or wrong."""
        client = client_of(request.scope)
        with self._lock:
            before = self._wrong.get(client, 0)
        if before >= _MOST_TRIES:
            raise TooManyTriesError(_SECONDS_OF_TRIES)
        right = is_right()
        if not right:
            with self._lock:
                self._wrong[client] = self._wrong.get(client, 0) + 1
        return right


@dataclass(frozen=True, slots=True)
class Door:
    """At least one of the two ways in is there."""

    secret: str | None
    provider: IdentityProvider | None
    sessions: Sessions
    tries: Tries

    def asker(self, request: Request) -> Asker | None:
        """Who sends a request, as far as that can be told here and now; else None. Raises
        TooManyTriesError."""
        given = _bearer(request)
        if given is None:
            kept = self.sessions.asker(request)
            is_operator = kept is not None and kept.groups is None
            # Only who knew the secret is one.
            return None if is_operator and self.secret is None else kept
        if self.token(request) and not self._is_secret(given):
            return None
        return OPERATOR if self.is_secret(request, given) else None

    def token(self, request: Request) -> str | None:
        """What of a request only the provider can tell of."""
        given = _bearer(request)
        if self.provider is None or given is None or given.count(b".") != 2:
            return None
        return given.decode("latin-1")

    def is_secret(self, request: Request, given: bytes) -> bool:
        """Raises TooManyTriesError."""
        return self.secret is not None and self.tries.of(request, lambda: self._is_secret(given))

    def _is_secret(self, given: bytes) -> bool:
        return self.secret is not None and compare_digest(given, self.secret.encode())


def _bearer(request: Request) -> bytes | None:
    """As it came: HTTP itself has no Swedish letters, and some of them would be taken for space."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip(" \t").encode("latin-1") if scheme.casefold() == "bearer" else None


def open_door(settings: Settings) -> Door | None:
    """None where everybody may come in. Raises SettingsError."""
    secret = read_secret("access_secret", settings.access_secret, settings.access_secret_file)
    own = read_secret(
        "oidc_client_secret", settings.oidc_client_secret, settings.oidc_client_secret_file
    )
    # Sessions are signed with either: whoever guesses it can make one.
    for name, value in (("access_secret", secret), ("oidc_client_secret", own)):
        if value is not None and len(value.strip()) < _SHORTEST_SECRET:
            raise SettingsError(
                f"{name} har {len(value.strip())} tecken, men ska ha minst {_SHORTEST_SECRET}. Gör "
                "en ny: openssl rand -base64 32"
            )
    stated = (settings.oidc_issuer, settings.oidc_client_id, own)
    if any(stated) and not all(stated):
        raise SettingsError(
            "Inloggning med OIDC behöver oidc_issuer, oidc_client_id och oidc_client_secret (eller "
            "oidc_client_secret_file). Ange alla tre eller ingen."
        )
    provider = (
        IdentityProvider(
            settings.oidc_issuer, settings.oidc_client_id, own, settings.oidc_groups_claim
        )
        if own
        else None
    )
    if secret is None and provider is None:
        return None
    return Door(secret, provider, Sessions(f"{secret or ''}\n{own or ''}"), Tries())


def read_secret(name: str, value: SecretStr | None, file: Path | None) -> str | None:
    """A secret from its setting or from the file that another one names. Raises SettingsError,
    which never tells it."""
    if value is not None and file is not None:
        raise SettingsError(f"Både {name} och {name}_file är angivna. Ta bort den ena.")
    if file is None:
        return value.get_secret_value() if value is not None else None
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{name}_file: {file} går inte att läsa. Ange en fil med hemligheten som den som kör "
            "belagg får läsa."
        ) from error
    if not secret:
        raise SettingsError(f"{name}_file: {file} är tom. Skriv hemligheten i den.")
    return secret
