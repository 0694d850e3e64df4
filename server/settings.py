"""All settings, from the environment or belagg.toml; an unknown one is an error."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ingest.limits import Limits, cores, default_workers
from server.contact import Contact
from server.errors import SettingsError
from server.issuer import Issuer
from server.logs import LogFormat
from server.networks import Networks
from server.origins import Hosts, Origins

PREFIX = "BELAGG_"
FILE = "belagg.toml"
_MOST_PROCESSES = 4


def default_processes() -> int:
    """Each embeds on two cores, and has a model of its own in memory: on two cores a second one
    took as much again for a sixth to a third more answers (make bench, 32 clients)."""
    return max(1, min(cores() // 2, _MOST_PROCESSES))


class Settings(BaseSettings):
    """A mistyped setting must not be ignored: unknown keys are refused."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, toml_file=FILE, extra="forbid", frozen=True
    )

    index: Path = Field(Path("build/index"), description="Mappen med indexet.")
    model: str = Field(
        "bundled",
        description="Sökmodell: bundled, en mapp eller en sentence-transformers-modells namn.",
    )
    reranker: str = Field(
        "none", description="Omrankare: none, en mapp eller en CrossEncoder-modells namn."
    )
    cache: Path = Field(
        Path(platformdirs.user_cache_dir("belagg")),
        description="Mapp där den medföljande modellen packas upp och sidbilder sparas.",
    )
    image_megabytes: int = Field(
        200,
        ge=0,
        description="Så många MB sidbilder sparas på disk; 0 sparar inga.",
    )
    question_log_days: int = Field(
        0,
        ge=0,
        le=3650,
        description="Så många dagar sparas ställda frågor, utan personuppgifter och utan vem som "
        "frågade, för belagg gaps; 0 sparar inga och tar bort dem som finns.",
    )
    workers: int = Field(
        default_factory=default_processes,
        ge=1,
        description="Så många processer svarar på frågor, var och en med sin egen modell i minnet.",
    )
    read_seconds: float = Field(
        Limits().seconds, gt=0, description="Så många sekunder får en PDF-fil ta att läsa."
    )
    read_megabytes: int = Field(
        Limits().megabytes,
        ge=256,
        description="Så många MB minne får läsningen av en PDF-fil ta (bara Linux).",
    )
    read_file_megabytes: int = Field(
        Limits().file_megabytes, ge=1, description="Så många MB får en PDF-fil vara."
    )
    read_workers: int = Field(
        default_factory=default_workers,
        ge=1,
        description="Så många PDF-filer läses samtidigt.",
    )
    log_format: LogFormat = Field(
        "text", description="Hur loggen skrivs: text, eller json med ett objekt på varje rad."
    )
    access_log: bool = Field(
        False,
        description="Om loggen har en rad för varje begäran; den säger aldrig vad som frågats.",
    )
    widget_origins: Origins = Field(
        (),
        description="Webbadresser vars sidor får bädda in chatten, åtskilda av kommatecken.",
    )
    access_secret: SecretStr | None = Field(
        None, description="Hemlighet som släpper in till allt; utan den behövs ingen inloggning."
    )
    access_secret_file: Path | None = Field(
        None, description="Fil med hemligheten, i stället för access_secret."
    )
    oidc_issuer: Issuer = Field(
        "", description="Webbadress (https) till organisationens inloggningstjänst, för OIDC."
    )
    oidc_client_id: str = Field("", description="Beläggs klient-id hos inloggningstjänsten.")
    oidc_client_secret: SecretStr | None = Field(
        None, description="Beläggs klienthemlighet hos inloggningstjänsten."
    )
    oidc_client_secret_file: Path | None = Field(
        None, description="Fil med klienthemligheten, i stället för oidc_client_secret."
    )
    oidc_groups_claim: str = Field(
        "groups", description="Fältet i intyget (id_token) som räknar upp användarens grupper."
    )
    rate_per_minute: int = Field(
        120,
        ge=0,
        description="Så många frågor i minuten får komma från samma adress; 0 är utan gräns.",
    )
    trusted_proxies: Networks = Field(
        ("127.0.0.1", "::1"),
        description="Proxyservrar som får säga varifrån en fråga kommer: IP-adresser och nät, "
        "åtskilda av kommatecken.",
    )
    hosts: Hosts = Field(
        (),
        description="Värdnamn som Belägg nås på, åtskilda av kommatecken; tomt tar emot alla.",
    )
    https_days: int = Field(
        30,
        ge=0,
        description="Så många dagar kommer webbläsare som nått Belägg över https ihåg att aldrig "
        "använda något annat (HSTS); 0 sänder inget.",
    )
    operator: str = Field("", description="Namnet på den som driver tjänsten.")
    contact: Contact = Field(
        "", description="E-postadress eller webbadress (https) till den som driver tjänsten."
    )
    accessibility_reviewed: date | None = Field(
        None,
        description="Dagen då den som driver tjänsten senast granskade dess tillgänglighet.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given by hand goes before the environment, and that before the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def has_login(settings: Settings) -> bool:
    """Whether whoever asks has to show who it is."""
    secrets = settings.access_secret, settings.access_secret_file
    return bool(settings.oidc_issuer) or any(one is not None for one in secrets)


def load_settings(**given: Any) -> Settings:
    """Settings with the values given by hand (None means not given). Raises SettingsError."""
    _refuse_unknown_variables()
    try:
        return Settings(**{key: value for key, value in given.items() if value is not None})
    except (ValidationError, ValueError) as error:
        raise SettingsError(f"Inställningarna går inte att använda: {_first(error)}.") from error


def _refuse_unknown_variables() -> None:
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    unknown = sorted(
        name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known
    )
    if unknown:
        raise SettingsError(
            f"Okänd inställning i miljön: {', '.join(unknown)}. "
            f"De som finns är {', '.join(sorted(known))}."
        )


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        detail = error.errors()[0]
        name = ".".join(str(part) for part in detail["loc"])
        if detail["type"] == "extra_forbidden":
            return f"{name} i {FILE} är ingen inställning"
        return f"{name}: {detail['msg']}"
    return f"{FILE}: {error}"
