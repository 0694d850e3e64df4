"""How good the answers are, measured on gold questions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from index.search import Searcher
from ingest.document import Passage
from server.answer import Answer, Citation
from server.answering import is_proved
from server.figures import RANKS, Figures, figures
from server.gold import GoldQuestion, carries
from server.outcome import Measured, Outcome
from server.service import Answered, Service

_GROUPINGS = ("kind", "style", "persona", "document")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what came of it, its answer, and which of its hits carry the evidence."""

    measured: Measured
    answered: Answered
    carrying: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures over all questions and by group: "kind:ansvar", "style:omskriven", …"""

    overall: Figures
    groups: Mapping[str, Figures]
    asked: tuple[Asked, ...]

    @property
    def measured(self) -> list[Measured]:
        return [one.measured for one in self.asked]

    def as_json(self) -> dict[str, Any]:
        return {
            "overall": self.overall.as_json(),
            "groups": {name: group.as_json() for name, group in self.groups.items()},
            "questions": [
                {
                    "id": one.question.id,
                    "question": one.question.question,
                    **{grouping: getattr(one.question, grouping) for grouping in _GROUPINGS},
                    **asdict(one.outcome),
                }
                for one in self.measured
            ],
        }


def evaluate(
    service: Service, questions: Sequence[GoldQuestion], progress: Callable[[int], None]
) -> Evaluation:
    """Asks every question once and measures what was found and what was answered."""
    asked = []
    for number, question in enumerate(questions, start=1):
        asked.append(_ask(service, question))
        progress(number)
    measured = [one.measured for one in asked]
    return Evaluation(
        figures(measured),
        {name: figures(members) for name, members in grouped(measured).items()},
        tuple(asked),
    )


def grouped(measured: Sequence[Measured]) -> dict[str, list[Measured]]:
    """By kind, style, persona and document, in that order; a question that no document
    answers need not name one."""
    groups: dict[str, list[Measured]] = {}
    for grouping in _GROUPINGS:
        for value in sorted({getattr(one.question, grouping) for one in measured} - {""}):
            groups[f"{grouping}:{value}"] = [
                one for one in measured if getattr(one.question, grouping) == value
            ]
    return groups


def _ask(service: Service, question: GoldQuestion) -> Asked:
    answered = service.ask(question.question)
    searcher, answer, times = answered.searcher, answered.answer, answered.timings_ms
    hits = answered.results.hits[: RANKS[-1]]
    carrying = tuple(_carries(hit.passage, question, searcher) for hit in hits)
    citations = [_carries(one.quote.passage, question, searcher) for one in answer.citations]
    outcome = Outcome(
        rank=carrying.index(True) + 1 if any(carrying) else None,
        refused=answer.refusal is not None,
        first_citation_carries=any(citations[:1]),
        page_exact=any(citations)
        and _is_page_exact(answer.citations[citations.index(True)], question),
        has_all_must=not missing_must(question, answer),
        quotes=len(answer.citations),
        unproved_quotes=sum(not is_proved(one.quote, searcher.index) for one in answer.citations),
        characters=sum(len(sentence.text) for sentence in answer.sentences),
        search_ms=round(times["total"] - times["answer"], 2),
        ask_ms=round(times["total"], 2),
    )
    return Asked(Measured(question, outcome), answered, carrying)


def _carries(passage: Passage, question: GoldQuestion, searcher: Searcher) -> bool:
    document = searcher.index.store.document(passage.document_id)
    return document.file == question.document and carries(passage.text, question.evidence)


def _is_page_exact(citation: Citation, question: GoldQuestion) -> bool:
    """True when it names a page where the evidence stands."""
    return bool({citation.quote.page, citation.quote.last_page} & set(question.pages))


def missing_must(question: GoldQuestion, answer: Answer) -> list[str]:
    """What a right answer contains and neither this one nor its quotes say."""
    said = " ".join(
        [sentence.text for sentence in answer.sentences]
        + [citation.quote.text for citation in answer.citations]
    ).casefold()
    return [string for string in question.must if string.casefold() not in said]
