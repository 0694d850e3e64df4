"""How good the answers are, measured on gold questions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, median
from typing import Any

from index.filters import NO_LIMITS
from index.search import Searcher
from ingest.document import Passage
from server.answer import Answer, Citation
from server.answering import is_proved
from server.gold import GoldQuestion, carries
from server.service import Service

_DEPTH = 20
RANKS = (1, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Measured:
    """One question: the rank of the first passage that carries the evidence (None when it is
    not among the first twenty), and what the answer did."""

    question: GoldQuestion
    rank: int | None
    refused: bool
    first_citation_carries: bool
    page_exact: bool
    has_all_must: bool
    quotes: int
    unproved_quotes: int
    characters: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over a group of questions; None where the group has none to measure."""

    questions: int
    recall: Mapping[str, float]
    mrr: float | None
    first_citation: float | None
    page_exactness: float | None
    must: float | None
    median_characters: float | None
    refusal_recall: float | None
    refusal_precision: float | None
    unproved_quotes: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures over all questions and by group: "kind:ansvar", "style:omskriven", …"""

    overall: Figures
    groups: Mapping[str, Figures]
    measured: tuple[Measured, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "overall": asdict(self.overall),
            "groups": {name: asdict(figures) for name, figures in self.groups.items()},
            "questions": [
                {"id": one.question.id, **{k: v for k, v in asdict(one).items() if k != "question"}}
                for one in self.measured
            ],
        }


def evaluate(
    service: Service, questions: Sequence[GoldQuestion], progress: Callable[[int], None]
) -> Evaluation:
    """Asks every question and measures search and answer."""
    measured = []
    for number, question in enumerate(questions, start=1):
        measured.append(_measure(service, question))
        progress(number)
    groups: dict[str, list[Measured]] = {}
    for one in measured:
        for name in (f"kind:{one.question.kind}", f"style:{one.question.style}"):
            groups.setdefault(name, []).append(one)
    return Evaluation(
        figures(measured),
        {name: figures(members) for name, members in sorted(groups.items())},
        tuple(measured),
    )


def _measure(service: Service, question: GoldQuestion) -> Measured:
    found = service.search(question.question, _DEPTH, NO_LIMITS)
    searcher = found.searcher
    passages = [hit.passage for hit in found.results.hits]
    answer = service.ask(question.question).answer
    unproved = sum(not is_proved(citation.quote, searcher.index) for citation in answer.citations)
    return Measured(
        question=question,
        rank=_rank(passages, question, searcher),
        refused=answer.refusal is not None,
        first_citation_carries=any(
            _carries(citation.quote.passage, question, searcher)
            for citation in answer.citations[:1]
        ),
        page_exact=_is_page_exact(answer.citations, question, searcher),
        has_all_must=_has_all(question.must, answer),
        quotes=len(answer.citations),
        unproved_quotes=unproved,
        characters=sum(len(sentence.text) for sentence in answer.sentences),
    )


def _rank(passages: Iterable[Passage], question: GoldQuestion, searcher: Searcher) -> int | None:
    if not question.is_answerable:
        return None
    ranks = (
        rank
        for rank, passage in enumerate(passages, start=1)
        if _carries(passage, question, searcher)
    )
    return next(ranks, None)


def _carries(passage: Passage, question: GoldQuestion, searcher: Searcher) -> bool:
    document = searcher.index.store.document(passage.document_id)
    return document.file == question.document and carries(passage.text, question.evidence)


def _is_page_exact(
    citations: Sequence[Citation], question: GoldQuestion, searcher: Searcher
) -> bool:
    """True when the first citation that carries the evidence names a page where it stands."""
    for citation in citations:
        if _carries(citation.quote.passage, question, searcher):
            return bool({citation.quote.page, citation.quote.last_page} & set(question.pages))
    return False


def _has_all(must: Sequence[str], answer: Answer) -> bool:
    said = " ".join(
        [sentence.text for sentence in answer.sentences]
        + [citation.quote.text for citation in answer.citations]
    )
    return all(string.casefold() in said.casefold() for string in must)


def figures(measured: Sequence[Measured]) -> Figures:
    """Ranks and answers are measured on answerable questions, refusals on all."""
    asked = [one for one in measured if one.question.is_answerable]
    answered = [one for one in asked if not one.refused]
    refused = [one for one in measured if one.refused]
    unanswerable = [one for one in measured if not one.question.is_answerable]
    carried = [one for one in asked if one.first_citation_carries]
    return Figures(
        questions=len(measured),
        recall={f"@{k}": _mean(_within(one.rank, k) for one in asked) or 0.0 for k in RANKS},
        mrr=_mean(1 / one.rank if one.rank else 0.0 for one in asked),
        first_citation=_mean(one.first_citation_carries for one in asked),
        page_exactness=_mean(one.page_exact for one in carried),
        must=_mean(one.has_all_must for one in asked),
        median_characters=median([one.characters for one in answered]) if answered else None,
        refusal_recall=_mean(one.refused for one in unanswerable),
        refusal_precision=_mean(not one.question.is_answerable for one in refused),
        unproved_quotes=sum(one.unproved_quotes for one in measured),
    )


def _within(rank: int | None, limit: int) -> bool:
    return rank is not None and rank <= limit


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return round(fmean(listed), 4) if listed else None
