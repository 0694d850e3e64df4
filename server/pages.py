"""The pages for people, rendered on the server."""

import hashlib
from functools import cache
from math import ceil
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from fastapi.templating import Jinja2Templates

from index.search import Searcher
from ingest.document import Kind, StatementKind
from server.document_files import Marked, find_page, marked_page
from server.duties import duties_out, every_duty, grouped
from server.duties_csv import csv_lines, encoded
from server.errors import UnknownPageError
from server.examples import example_questions
from server.forms import DutiesForm, QuestionForm
from server.metrics import Metrics
from server.presenting import ask_out, document_out
from server.problems import Problem
from server.service import Service

_HERE = Path(__file__).parent
_TEMPLATES = Jinja2Templates(_HERE / "templates")
_TEMPLATES.env.trim_blocks = True
_TEMPLATES.env.lstrip_blocks = True
_SEARCHABLE = (StatementKind.DUTY, StatementKind.RECOMMENDATION, StatementKind.FINDING)
_RELATED = 5


def page_routes(service: Service, metrics: Metrics) -> APIRouter:
    """Each page is a template with what it shows; see the templates for the names."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get("/")
    def ask_page(request: Request, form: Annotated[QuestionForm, Query()]) -> HTMLResponse:
        searcher = service.searcher()
        result = None
        if form.is_asked:
            with metrics.timed("page"):
                answered = service.ask(form.fraga, form.filter().limits())
            metrics.count_answer(refused=answered.answer.refusal is not None)
            result = ask_out(answered, _RELATED)
        return _page(
            request,
            "ask.html",
            form=form,
            result=result,
            choices=_choices(searcher),
            titles=_titles(searcher, form.dokument),
            examples=example_questions(searcher),
        )

    @routes.get("/ansvar")
    def duties_page(request: Request, form: Annotated[DutiesForm, Query()]) -> HTMLResponse:
        searcher = service.searcher()
        found = duties_out(searcher.index, form.asked())
        pages = max(1, ceil(found.total / found.limit))
        if form.sida > pages:
            raise UnknownPageError(f"Listan har sidorna 1–{pages}; sidan {form.sida} finns inte.")
        return _page(
            request,
            "ansvar.html",
            form=form,
            found=found,
            pages=pages,
            groups=grouped(found.rows),
            documents=searcher.index.store.documents(),
        )

    @routes.get("/ansvar.csv", response_class=StreamingResponse)
    def duties_file(request: Request, form: Annotated[DutiesForm, Query()]) -> StreamingResponse:
        duties = every_duty(service.searcher().index, form.asked())
        return StreamingResponse(
            encoded(csv_lines(duties, str(request.base_url).rstrip("/"))),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="ansvar.csv"'},
        )

    @routes.get("/dokument")
    def documents_page(request: Request, form: Annotated[QuestionForm, Query()]) -> HTMLResponse:
        searcher = service.searcher()
        found = searcher.index.store.documents(form.filter().limits())
        documents = [document_out(document, searcher.index.store) for document in found]
        choices = _choices(searcher)
        return _page(request, "documents.html", form=form, documents=documents, choices=choices)

    @routes.get("/dokument/{document_id}")
    def document_page(request: Request, document_id: str) -> HTMLResponse:
        searcher = service.searcher()
        store = searcher.index.store
        document = document_out(store.document(document_id), store)
        outline = _outline(searcher, document_id)
        return _page(request, "document.html", document=document, outline=outline)

    @routes.get("/dokument/{document_id}/sida/{number}")
    def page_view(
        request: Request, document_id: str, number: int, marked: Marked = None
    ) -> HTMLResponse:
        searcher = service.searcher()
        document = document_out(searcher.index.store.document(document_id), searcher.index.store)
        page = find_page(searcher, document_id, number)
        return _page(
            request,
            "page.html",
            document=document,
            page=page,
            view=marked_page(searcher, page, document_id, marked or []),
        )

    return routes


def error_page(request: Request, problem: Problem) -> HTMLResponse:
    return _page(request, "error.html", status=problem.status, problem=problem)


@cache
def static_url(name: str) -> str:
    """The address of a static file, a new one when its content is new."""
    content = (_HERE / "static" / name).read_bytes()
    return f"/static/{name}?{hashlib.sha256(content).hexdigest()[:8]}"


_TEMPLATES.env.globals["static_url"] = static_url


def _page(request: Request, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    return _TEMPLATES.TemplateResponse(request, template, shown, status_code=status)


def _choices(searcher: Searcher) -> dict[str, list[str]]:
    """What the filters offer: only what some document has."""
    descriptions = [document.description for document in searcher.index.store.documents()]
    kinds = {description.kind for description in descriptions}
    return {
        "kinds": [kind.value for kind in Kind if kind in kinds],
        "publishers": sorted({description.publisher for description in descriptions}),
        "statements": [kind.value for kind in _SEARCHABLE],
    }


def _titles(searcher: Searcher, document_ids: list[str]) -> list[str]:
    """What the documents are called that the question is limited to."""
    documents = searcher.index.store.documents()
    return [d.description.title for d in documents if d.id in document_ids]


def _outline(searcher: Searcher, document_id: str) -> list[dict[str, Any]]:
    """The headings of a document in order, each with its depth and first page."""
    store = searcher.index.store
    labels = store.labels(document_id)
    outline: list[dict[str, Any]] = []
    last: tuple[str, ...] = ()
    for passage in store.passages_of(document_id):
        for depth, heading in enumerate(passage.section):
            if passage.section[: depth + 1] != last[: depth + 1]:
                page = passage.first_page
                entry = {"heading": heading, "depth": depth, "page": page, "label": labels[page]}
                outline.append(entry)
        last = passage.section
    return outline
