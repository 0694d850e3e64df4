"""Whether the process lives and whether it can answer, for what watches over it.

Open to all, also where the collection isn't: nothing here tells what it holds.
"""

from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from index.errors import IndexFolderError
from server.api_docs import PROBLEMS
from server.service import Service

_NOT_READY = (
    "Belägg kan inte svara än. Försök igen om en stund. Den som driver tjänsten ser vad som "
    "saknas med belagg doctor."
)


class LiveOut(BaseModel):
    live: bool = True


class ReadyOut(BaseModel):
    """`fallback`: the newest generation can't be opened, and an older one is served."""

    ready: bool
    message: str | None = None
    generation: str | None = None
    model: str | None = None
    fallback: bool = False


def health_routes(service: Service) -> APIRouter:
    # What stands before every address may answer here too.
    refusals: dict[int | str, dict[str, Any]] = {
        status: PROBLEMS[status] for status in (403, 408, 413, 414, 421)
    }
    routes = APIRouter(prefix="/api/health", tags=["Drift"], responses=refusals)

    @routes.get("/live", summary="Om processen lever")
    async def live() -> LiveOut:
        return LiveOut()

    @routes.get(
        "/ready",
        summary="Om tjänsten kan svara",
        responses={503: {"model": ReadyOut, "description": "Det finns inget att svara ur."}},
    )
    def ready(response: Response) -> ReadyOut:
        try:
            index = service.searcher().index
        except IndexFolderError:
            response.status_code = 503
            return ReadyOut(ready=False, message=_NOT_READY)
        return ReadyOut(
            ready=True,
            generation=index.generation,
            model=index.manifest.model.name,
            fallback=service.fallback is not None,
        )

    return routes
