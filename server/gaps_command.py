"""`belagg gaps`: what people asked and the documents did not answer."""

from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from index.files import storage_errors
from server.gaps import Gap
from server.gaps import gaps as gaps_of
from server.question_log import Asked, forget, log_path, logged
from server.settings import Settings, load_settings
from server.terminal import IndexOption, JsonOption, print_result

_TURNED_OFF = (
    "Frågeloggen är avstängd: inga frågor sparas. Sätt på den med inställningen "
    "BELAGG_QUESTION_LOG_DAYS, till exempel 30 för att spara frågorna i 30 dagar, och starta om "
    "belagg serve. Personuppgifter döljs innan en fråga sparas, och vem som frågade sparas aldrig."
)
_NOTHING_YET = "Ingen har frågat något sedan frågeloggen sattes på."


def gaps(
    index: IndexOption = None,
    days: Annotated[
        int | None,
        typer.Option("--days", min=1, help="Bara de senaste dagarna.", metavar="ANTAL"),
    ] = None,
    forget_all: Annotated[
        bool, typer.Option("--forget", help="Ta bort alla sparade frågor, genast.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Visa vad som har frågats och dokumenten inte besvarade."""
    settings = load_settings(index=index)
    path = log_path(settings)
    if forget_all:
        print_result(_forgotten(path))
        return
    kept = logged(path) if path.exists() else []
    asked = [one for one in kept if not days or one.day > date.today() - timedelta(days=days)]
    found = gaps_of(asked)
    print_result(_json(settings, asked, found) if as_json else _text(settings, kept, asked, found))


def _forgotten(path: Path) -> str:
    with storage_errors(path.parent):
        was_there = forget(path)
    return "Alla sparade frågor är borttagna." if was_there else "Det fanns inga sparade frågor."


def _text(settings: Settings, kept: list[Asked], asked: list[Asked], found: list[Gap]) -> str:
    if not kept:
        return _NOTHING_YET if settings.question_log_days else _TURNED_OFF
    lines = ["Frågor som dokumenten inte besvarade:"] if found else []
    for gap in found:
        lines.append(f"{gap.count:>4} × {gap.question} (senast {gap.last_day})")
        if gap.nearest:
            lines.append(f"       Närmast: {gap.nearest}")
    refused = sum(one.outcome != "answered" for one in asked)
    lines.append(f"{len(asked)} frågor ställda, {refused} utan svar, {len(found)} olika kvarstår.")
    if not settings.question_log_days:
        lines.append(_TURNED_OFF)
    return "\n".join(lines)


def _json(settings: Settings, asked: list[Asked], found: list[Gap]) -> dict[str, Any]:
    return {
        "question_log_days": settings.question_log_days,
        "asked": len(asked),
        "refused": sum(one.outcome != "answered" for one in asked),
        "gaps": [{**asdict(gap), "last_day": gap.last_day.isoformat()} for gap in found],
    }
