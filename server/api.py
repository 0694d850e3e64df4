"""The JSON interface: thin routes over the service."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from prometheus_client import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from index.errors import IndexFolderError
from index.filters import Filter
from ingest.document import Kind
from server.answers import Answers
from server.api_docs import PROBLEMS
from server.asker import ASKER
from server.duties import duties_out
from server.duties_schema import DutiesIn, DutiesOut
from server.metrics import Metrics
from server.presenting import document_out, search_out, with_related
from server.problems import public_message
from server.question_log import QuestionLog
from server.schema import (
    AskIn,
    AskOut,
    DocumentOut,
    DocumentsOut,
    HealthOut,
    ProblemOut,
    SearchIn,
    SearchOut,
)
from server.service import Service, check_limits
from server.state_metrics import Processes
from server.streaming import answer_events

_Year = Annotated[int | None, Query(ge=1000, le=9999)]
_EVENTS = "text/event-stream"
_EVENT = {
    "type": "object",
    "properties": {
        "event": {"type": "string", "enum": ["start", "sentence", "refusal", "end"]},
        "data": {"type": "string", "description": "JSON"},
    },
    "required": ["event", "data"],
}
# nginx would keep the sentences until the answer is whole.
_UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def api_routes(
    service: Service, answers: Answers, metrics: Metrics, state: Collector, log: QuestionLog
) -> APIRouter:
    routes = APIRouter(tags=["API"], responses=PROBLEMS)

    def tell(answer: AskOut) -> None:
        metrics.count_answer(answer.refusal, kept=answer.cached)
        log.add(answer, service.searcher().index.generation)

    @routes.post("/api/ask", summary="Svar med belagda citat, eller en vägran")
    def ask(asked: AskIn) -> AskOut:
        with metrics.timed("ask"):
            answer = answers.ask(asked.question, asked.filter.limits())
        tell(answer)
        return with_related(answer, asked.limit)

    @routes.post(
        "/api/ask/stream",
        summary="Samma svar, mening för mening",
        description="Händelserna `start`, `sentence` för varje mening eller en `refusal`, och "
        "`end`. En ström som bryts före `end` är inget svar.",
        response_class=StreamingResponse,
        responses={200: {"content": {_EVENTS: {"schema": _EVENT}}}},
    )
    def ask_stream(asked: AskIn) -> StreamingResponse:
        with metrics.timed("stream"):
            answering = answers.answering(asked.question, asked.filter.limits())
        events = answer_events(answering, asked.limit, answers, tell)
        return StreamingResponse(events, media_type=_EVENTS, headers=_UNBUFFERED)

    @routes.post("/api/search", summary="Rangordnade avsnitt, utan svar")
    def search(asked: SearchIn) -> SearchOut:
        limits = asked.filter.limits()
        with metrics.timed("search"):
            found = service.search(asked.query, asked.limit, limits)
        return search_out(found, limits)

    @routes.get("/api/ansvar", summary="Vem som ansvarar för vad")
    def duties(asked: Annotated[DutiesIn, Query()]) -> DutiesOut:
        return duties_out(service.searcher().index, asked)

    @routes.get("/api/documents", summary="Dokumenten i indexet")
    def documents(
        kind: Annotated[list[Kind] | None, Query()] = None,
        publisher: Annotated[list[str] | None, Query()] = None,
        year_from: _Year = None,
        year_to: _Year = None,
    ) -> DocumentsOut:
        searcher = service.searcher()
        limits = Filter(tuple(kind or ()), tuple(publisher or ()), year_from, year_to)
        check_limits(limits, searcher.index.store)
        found = searcher.index.store.documents(limits)
        shown = tuple(document_out(document, searcher.index.store) for document in found)
        return DocumentsOut(
            documents=shown,
            pages=sum(document.pages for document in shown),
            passages=sum(document.passages for document in shown),
        )

    @routes.get(
        "/api/documents/{document_id}",
        summary="Ett dokument",
        responses={404: {"model": ProblemOut, "description": "Dokumentet finns inte här."}},
    )
    def document(document_id: str) -> DocumentOut:
        searcher = service.searcher()
        return document_out(searcher.index.store.document(document_id), searcher.index.store)

    @routes.get(
        "/api/health",
        summary="Om tjänsten är redo",
        responses={503: {"model": HealthOut, "description": "Det finns inget att svara ur."}},
    )
    def health(response: Response) -> HealthOut:
        is_known = ASKER.get().is_known
        try:
            index = service.searcher().index
        except IndexFolderError as error:
            response.status_code = 503
            return HealthOut(ready=False, message=public_message(error))
        if not is_known:
            return HealthOut(ready=True)
        return HealthOut(
            ready=True,
            generation=index.generation,
            model=index.manifest.model.name,
            documents=len(index.manifest.entries),
            passages=len(index.keywords),
            sentences=index.manifest.sentences,
        )

    @routes.get(
        "/metrics",
        summary="Mätvärden för Prometheus",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    def metric_values() -> Response:
        return Response(metrics.told(state, Processes()), media_type=CONTENT_TYPE_LATEST)

    return routes
