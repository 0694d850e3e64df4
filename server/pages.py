"""The pages for asking, and the list of who is responsible for what."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from server.answers import Answers
from server.choices import choices
from server.cited import cited
from server.conversation import converse
from server.duties import duties_out, every_duty, grouped
from server.duties_csv import csv_lines, encoded
from server.examples import example_questions
from server.forms import DutiesForm, QuestionForm
from server.holdings import holdings
from server.metrics import Metrics
from server.paging import number_of_pages
from server.question_log import QuestionLog
from server.schema import AskOut
from server.service import Service
from server.templating import page


def page_routes(
    service: Service, answers: Answers, metrics: Metrics, log: QuestionLog
) -> APIRouter:
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get("/")
    def ask_page(request: Request, form: Annotated[QuestionForm, Query()]) -> HTMLResponse:
        searcher = service.searcher()
        turns: tuple[AskOut, ...] = ()
        if form.is_asked:
            with metrics.timed("page"):
                turns = converse(answers, form, searcher)
            metrics.count_answer(turns[-1].refusal, kept=turns[-1].cached)
            log.add(turns[-1], searcher.index.generation)
        return page(
            request,
            "ask.html",
            form=form,
            earlier=turns[:-1],
            result=turns[-1] if turns else None,
            cited=cited(turns, searcher.index.store),
            today=date.today(),
            choices=choices(searcher),
            titles=holdings(searcher.index.store).titles(form.dokument),
            examples=example_questions(searcher),
        )

    @routes.get("/ansvar")
    def duties_page(request: Request, form: Annotated[DutiesForm, Query()]) -> HTMLResponse:
        searcher = service.searcher()
        found = duties_out(searcher.index, form.asked())
        return page(
            request,
            "ansvar.html",
            form=form,
            found=found,
            pages=number_of_pages(found.total, found.limit, form.sida),
            groups=grouped(found.rows),
            documents=holdings(searcher.index.store).documents.values(),
        )

    @routes.get("/ansvar.csv", response_class=StreamingResponse)
    def duties_file(request: Request, form: Annotated[DutiesForm, Query()]) -> StreamingResponse:
        duties = every_duty(service.searcher().index, form.asked())
        return StreamingResponse(
            encoded(csv_lines(duties, str(request.base_url).rstrip("/"))),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="ansvar.csv"'},
        )

    return routes
