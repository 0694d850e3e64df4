"""A conversation to take along: as a Word document, and its sources for a reference manager."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from server.answers import Answers
from server.ascii_words import ascii_words
from server.cited import Cited, cited
from server.conversation import converse
from server.errors import InvalidRequestError
from server.forms import QuestionForm
from server.schema import AskOut
from server.service import Service
from server.source_export import bibtex, ris
from server.word_file import MEDIA_TYPE, word_file

_LONGEST_NAME = 60
_Asked = Annotated[QuestionForm, Query()]


def export_routes(service: Service, answers: Answers) -> APIRouter:
    """Each takes the address of the ask page with another path."""
    routes = APIRouter(include_in_schema=False, default_response_class=Response)

    def asked(form: QuestionForm) -> tuple[tuple[AskOut, ...], dict[int, Cited]]:
        searcher = service.searcher()
        turns = converse(answers, form, searcher)
        return turns, cited(turns, searcher.index.store)

    @routes.get("/trad.docx")
    def word(request: Request, form: _Asked) -> Response:
        turns, citations = asked(form)
        site = str(request.base_url).rstrip("/")
        content = word_file(turns, citations, date.today(), site)
        return _file(content, MEDIA_TYPE, f"{_name(turns)}.docx")

    @routes.get("/kallor.ris")
    def ris_file(form: _Asked) -> Response:
        turns, citations = asked(form)
        content = ris(_some(citations).values(), date.today())
        return _file(
            content, "application/x-research-info-systems; charset=utf-8", f"{_name(turns)}.ris"
        )

    @routes.get("/kallor.bib")
    def bibtex_file(form: _Asked) -> Response:
        turns, citations = asked(form)
        content = bibtex(_some(citations).values(), date.today())
        return _file(content, "application/x-bibtex; charset=utf-8", f"{_name(turns)}.bib")

    return routes


def _some(citations: Mapping[int, Cited]) -> Mapping[int, Cited]:
    if not citations:
        raise InvalidRequestError(
            "fraga",
            "Det finns inga källor att spara: dokumenten gav inget svar. Ställ en fråga som de "
            "besvarar.",
        )
    return citations


def _file(content: str | bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _name(turns: tuple[AskOut, ...]) -> str:
    """ "belagg-vad-ansvarar-mas-for", which every system takes for a file name."""
    return "-".join(["belagg", *ascii_words(turns[0].question)])[:_LONGEST_NAME].rstrip("-")
