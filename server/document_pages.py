"""The pages about the documents: the list, one document, one of its pages."""

from datetime import date
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from index.filters import NO_ACTOR, Filter
from index.store import Store
from ingest.document import StatementKind
from server.choices import choices
from server.document_files import Marked, find_page, marked_page
from server.document_list import Listed, found, listed_documents, standing_of
from server.document_outline import document_outline
from server.examples import document_questions
from server.forms import DocumentsForm
from server.paging import number_of_pages
from server.presenting import document_out
from server.references import document_reference
from server.service import Service
from server.templating import page

_DOCUMENTS_ON_A_PAGE = 50
_MOST_ACTORS = 5
# An outline longer than this shows so many of its top headings at most, with those below folded.
_LONG_OUTLINE = 40


def document_page_routes(service: Service) -> APIRouter:
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get("/dokument")
    def documents_page(request: Request, form: Annotated[DocumentsForm, Query()]) -> HTMLResponse:
        searcher = service.searcher()
        today = date.today()
        matching, counts = found(listed_documents(searcher), form, today)
        pages = number_of_pages(len(matching), _DOCUMENTS_ON_A_PAGE, form.sida)
        first = (form.sida - 1) * _DOCUMENTS_ON_A_PAGE
        return page(
            request,
            "documents.html",
            form=form,
            matching=matching,
            shown=[
                _shown(one, searcher.index.store, today)
                for one in matching[first : first + _DOCUMENTS_ON_A_PAGE]
            ],
            counts=counts,
            choices=choices(searcher),
            pages=pages,
        )

    @routes.get("/dokument/{document_id}")
    def document_page(request: Request, document_id: str) -> HTMLResponse:
        searcher = service.searcher()
        store = searcher.index.store
        document = store.document(document_id)
        listed = next(one for one in listed_documents(searcher) if one.document.id == document.id)
        outline = document_outline(store, document_id)
        return page(
            request,
            "document.html",
            **_shown(listed, store, date.today()),
            covered=document.description.covered,
            reference=document_reference(document.description),
            outline=outline,
            is_long=sum(1 + heading.size for heading in outline) > _LONG_OUTLINE,
            most_shown=_LONG_OUTLINE,
            actors=_actors(store, document_id),
            questions=document_questions(searcher, document_id),
        )

    @routes.get("/dokument/{document_id}/sida/{number}")
    def page_view(
        request: Request, document_id: str, number: int, marked: Marked = None
    ) -> HTMLResponse:
        searcher = service.searcher()
        stored = searcher.index.store.document(document_id)
        document = document_out(stored, searcher.index.store)
        shown = find_page(searcher, document_id, number)
        view = marked_page(searcher, shown, document_id, marked or [])
        return page(
            request,
            "page.html",
            document=document,
            page=shown,
            view=view,
            covered=stored.description.covered,
        )

    return routes


def _shown(listed: Listed, store: Store, today: date) -> dict[str, Any]:
    """What the templates say of a document."""
    return {
        "document": document_out(listed.document, store),
        "succession": listed.succession,
        "standing": standing_of(listed, today),
    }


def _actors(store: Store, document_id: str) -> dict[str, int]:
    """Those with most duties in a document, and how many."""
    limits = Filter(documents=(document_id,), statements=(StatementKind.DUTY,))
    named = store.duty_counts(limits, "").actors
    return dict(islice(((a, n) for a, n in named.items() if a != NO_ACTOR), _MOST_ACTORS))
