"""A question with those asked before it: what a page shows, prints and exports.

The address holds the questions, and the same documents give the same answers.
"""

from index.search import Searcher
from server.answers import Answers
from server.forms import QuestionForm
from server.presenting import numbered_after, with_related
from server.schema import AskOut

_RELATED = 5


def converse(answers: Answers, form: QuestionForm, searcher: Searcher) -> tuple[AskOut, ...]:
    """The answers to all questions of a form, the newest last, from one generation. The
    citations are numbered from 1 through the whole conversation. Raises InvalidRequestError."""
    turns: list[AskOut] = []
    numbered = 0
    limits = form.filter().limits()
    for question in (*form.tidigare, form.fraga):
        answer = with_related(answers.ask(question, limits, searcher), _RELATED)
        turns.append(numbered_after(numbered, answer))
        numbered += len(answer.citations)
    return tuple(turns)
