"""The pages about the documents: the list, one document, one of its pages."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from index.search import Searcher
from server.choices import choices
from server.document_files import Marked, find_page, marked_page
from server.forms import QuestionForm
from server.presenting import document_out
from server.service import Service
from server.templating import page


def document_page_routes(service: Service) -> APIRouter:
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get("/dokument")
    def documents_page(request: Request, form: Annotated[QuestionForm, Query()]) -> HTMLResponse:
        searcher = service.searcher()
        found = searcher.index.store.documents(form.filter().limits())
        return page(
            request,
            "documents.html",
            form=form,
            documents=[document_out(document, searcher.index.store) for document in found],
            choices=choices(searcher),
        )

    @routes.get("/dokument/{document_id}")
    def document_page(request: Request, document_id: str) -> HTMLResponse:
        searcher = service.searcher()
        store = searcher.index.store
        document = document_out(store.document(document_id), store)
        outline = _outline(searcher, document_id)
        return page(request, "document.html", document=document, outline=outline)

    @routes.get("/dokument/{document_id}/sida/{number}")
    def page_view(
        request: Request, document_id: str, number: int, marked: Marked = None
    ) -> HTMLResponse:
        searcher = service.searcher()
        document = document_out(searcher.index.store.document(document_id), searcher.index.store)
        shown = find_page(searcher, document_id, number)
        view = marked_page(searcher, shown, document_id, marked or [])
        return page(request, "page.html", document=document, page=shown, view=view)

    return routes


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
