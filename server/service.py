"""Belägg as the command line and the web use it: questions in, answers out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import perf_counter

from index.audience import Groups
from index.filters import NO_LIMITS, Filter
from index.live import LiveIndex
from index.search import Results, Searcher
from index.seeing import limiting_groups
from index.store import Store
from server.answer import Answer, Part, gathered
from server.answering import Answerer
from server.asker import ASKER
from server.errors import InvalidRequestError
from server.holdings import actors, holdings
from server.masking import masked, masked_in, sought

LONGEST_QUESTION = 1000
CANDIDATES = 20
_NOTHING_LEFT = "Nu finns ingen fråga kvar att svara på."


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, what it was made of, from which generation, and where the time went, in ms."""

    question: str
    results: Results
    answer: Answer
    searcher: Searcher
    timings_ms: Mapping[str, float]

    @property
    def understood_as(self) -> str:
        return self.results.query.text


@dataclass(frozen=True, slots=True)
class Answering:
    """An answer in the making: its parts are proved as they are taken, once."""

    question: str
    results: Results
    parts: Iterator[Part]
    searcher: Searcher


@dataclass(frozen=True, slots=True)
class Found:
    """A search's results with the generation they were found in."""

    query: str
    results: Results
    searcher: Searcher
    timings_ms: Mapping[str, float]


class Service:
    """Answers from the current generation; safe between threads."""

    def __init__(self, live: LiveIndex, answerer: Answerer) -> None:
        self._live = live
        self._answerer = answerer

    @property
    def fallback(self) -> str | None:
        """Why another generation than the current one is served, in Swedish; else None."""
        return self._live.fallback

    def limiting_groups(self) -> Groups:
        """All groups that documents are limited to."""
        return limiting_groups(self._live.current().index.manifest)

    def searcher(self) -> Searcher:
        """Searches what whoever asks may see."""
        groups = ASKER.get().groups
        searcher = self._live.current()
        return searcher if groups is None else searcher.cut_to(groups)

    def ask(
        self, question: str, limits: Filter = NO_LIMITS, searcher: Searcher | None = None
    ) -> Answered:
        """From the current generation, or that of a searcher. Raises InvalidRequestError for an
        empty or overlong question."""
        begun = perf_counter()
        answering = self.answering(question, limits, searcher)
        searched = perf_counter()
        answer = gathered(answering.parts)
        done = perf_counter()
        timings = {
            **answering.results.timings_ms,
            "answer": 1000 * (done - searched),
            "total": 1000 * (done - begun),
        }
        return Answered(answering.question, answering.results, answer, answering.searcher, timings)

    def answering(
        self, question: str, limits: Filter = NO_LIMITS, searcher: Searcher | None = None
    ) -> Answering:
        """The same before the answer is made. Raises InvalidRequestError."""
        question = checked(question, "question")
        searcher = searcher or self.searcher()
        check_limits(limits, searcher.index.store)
        results = searcher.search(sought(question), CANDIDATES, limits)
        return Answering(question, results, self._answerer.parts(results, searcher), searcher)

    def search(self, query: str, limit: int, limits: Filter = NO_LIMITS) -> Found:
        """Raises InvalidRequestError for an empty or overlong query."""
        query = checked(query, "query")
        begun = perf_counter()
        searcher = self.searcher()
        check_limits(limits, searcher.index.store)
        results = searcher.search(sought(query), limit, limits)
        total = 1000 * (perf_counter() - begun)
        timings = {**results.timings_ms, "total": total}
        return Found(query, results, searcher, timings)


def check_limits(limits: Filter, store: Store) -> None:
    """Raises InvalidRequestError for a publisher, document or actor that the index doesn't
    have."""
    if not limits:
        return
    held = holdings(store)
    for field, asked, known in (
        ("filter.publisher", limits.publishers, held.publishers),
        ("filter.document", limits.documents, held.documents),
        ("filter.actor", limits.actors, actors(store) if limits.actors else ()),
    ):
        if unknown := [value for value in asked if value not in known]:
            raise InvalidRequestError(
                field,
                f"{', '.join(unknown)} finns inte i indexet. "
                f"Välj bland {', '.join(sorted(known))}.",
            )
    if limits.year_from and limits.year_to and limits.year_from > limits.year_to:
        raise InvalidRequestError(
            "filter.year",
            f"Åren {limits.year_from}–{limits.year_to} är omkastade: ange det tidigare först.",
        )


def checked(text: str, field: str) -> str:
    """The text with white space folded and personal data hidden. Raises InvalidRequestError."""
    folded = masked(" ".join(text.split()))
    if not any(character.isalnum() for character in folded):
        if hidden := masked_in(folded):
            raise InvalidRequestError(field, f"{hidden[0].message} {_NOTHING_LEFT}")
        raise InvalidRequestError(field, "Skriv en fråga: fältet är tomt.")
    if len(folded) > LONGEST_QUESTION:
        raise InvalidRequestError(
            field,
            f"Frågan är {len(folded)} tecken lång. Högst {LONGEST_QUESTION} går: korta den "
            "eller dela upp den i flera.",
        )
    return folded
