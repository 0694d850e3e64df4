"""Questions to begin with, made from the headings of the indexed documents.

Each has been asked: it is answered, and from the section whose heading it is made from.
"""

from collections.abc import Iterator
from itertools import islice

from index.filters import NO_LIMITS, Filter
from index.search import Searcher
from server.answer import Proven
from server.answering import ExtractiveAnswerer
from server.heading_questions import Form, HeadingQuestion, heading_questions
from server.holdings import holdings
from server.keeping import once_for_each
from server.service import CANDIDATES

_COUNT = 3
_OF_A_DOCUMENT = 2
# What the first reader of a generation waits for, in questions asked.
_MOST_ASKED = 12
_MOST_ASKED_OF_A_DOCUMENT = 6
_TRIES = 3


@once_for_each
def _of_documents(searcher: Searcher) -> dict[str, tuple[str, ...]]:
    """Those of each document that has been looked at, by its id."""
    return {}


@once_for_each
def example_questions(searcher: Searcher) -> tuple[str, ...]:
    """One question for each of the newest documents; kept while the generation is served."""
    found = sorted(islice(_of_all(searcher), _COUNT), key=lambda question: question.form)
    return tuple(question.text for question in found)


def document_questions(searcher: Searcher, document_id: str) -> tuple[str, ...]:
    """Questions that this document answers; kept in the same way."""
    kept = _of_documents(searcher)
    if document_id not in kept:
        kept[document_id] = tuple(islice(_of_one(searcher, document_id), _OF_A_DOCUMENT))
    return kept[document_id]


def _of_all(searcher: Searcher) -> Iterator[HeadingQuestion]:
    """At most one of each document, of different forms where they have them."""
    left = _MOST_ASKED
    used: set[Form] = set()
    for document in holdings(searcher.index.store).documents.values():
        made = heading_questions(searcher.index.store.passages_of(document.id))
        made.sort(key=lambda question: question.form in used)
        for question in made[: min(_TRIES, left)]:
            left -= 1
            if _is_answered(question, document.id, searcher, NO_LIMITS):
                used.add(question.form)
                yield question
                break
        if not left:
            return


def _of_one(searcher: Searcher, document_id: str) -> Iterator[str]:
    limits = Filter(documents=(document_id,))
    made = heading_questions(searcher.index.store.passages_of(document_id))
    for question in made[:_MOST_ASKED_OF_A_DOCUMENT]:
        if _is_answered(question, document_id, searcher, limits):
            yield question.text


def _is_answered(
    question: HeadingQuestion, document_id: str, searcher: Searcher, limits: Filter
) -> bool:
    """Whether the answer begins with a quote from under the heading."""
    results = searcher.search(question.text, CANDIDATES, limits)
    first = next(ExtractiveAnswerer().parts(results, searcher))
    if not isinstance(first, Proven):
        return False
    passages = [citation.quote.passage for citation in first.citations]
    return any(
        passage.document_id == document_id and passage.section == question.section
        for passage in passages
    )
