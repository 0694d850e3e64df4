"""A question with those asked before it: what a page shows, prints and exports.

Nothing is kept between requests: the address holds the questions, and the same documents give
the same answers.
"""

from index.search import Searcher
from server.forms import QuestionForm
from server.presenting import ask_out
from server.schema import AskOut
from server.service import Service

_RELATED = 5


def converse(service: Service, form: QuestionForm, searcher: Searcher) -> tuple[AskOut, ...]:
    """The answers to all questions of a form, the newest last, from one generation. The
    citations are numbered from 1 through the whole conversation. Raises InvalidRequestError."""
    turns: list[AskOut] = []
    number = 1
    limits = form.filter().limits()
    for question in (*form.tidigare, form.fraga):
        answered = service.ask(question, limits, searcher)
        turns.append(ask_out(answered, _RELATED, first_number=number))
        number += len(turns[-1].citations)
    return tuple(turns)
