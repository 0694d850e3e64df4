"""`belagg evaluate --page`: every question with its answer and its candidates, in one HTML
file that is read to see why an answer failed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from index.search import Hit
from ingest.document import Document, Passage
from server.evaluation import Asked, Evaluation, missing_must
from server.figure_text import NAMES, REWORDED, REWORDED_NAME, interval_text, value_text
from server.html_file import write_html
from server.outcome import Measured
from server.presenting import ask_out
from server.schema import AskOut
from server.signal_names import SIGNAL_NAMES

_SHOWN = 10


class Verdict(StrEnum):
    """How a question went, the worst first; an answer is what fails, so a rank that did no
    harm is no failure."""

    WRONGLY_ANSWERED = "Svarade fast svar saknas i dokumenten"
    WRONGLY_REFUSED = "Vägrade fast svaret finns"
    NOT_FOUND = "Belägget är inte bland de tjugo första"
    ANOTHER_FIRST = "Första citatet bär inte belägget"
    FLAWED = "Rätt belägg, men fel sida eller något osagt"
    RIGHT = "Utan anmärkning"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit as it is shown: its rank, where it stands, whether it carries the evidence, and the
    numbers of the citations taken from it."""

    rank: int
    hit: Hit
    document: Document
    place: str
    carries: bool
    cited: tuple[int, ...]

    @property
    def parts(self) -> Mapping[str, float]:
        """What its score is made of."""
        return {SIGNAL_NAMES[name]: value for name, value in self.hit.parts.items()}


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with its answer as a user sees it, and what the answer was chosen from."""

    measured: Measured
    verdict: Verdict
    missing: tuple[str, ...]
    result: AskOut
    candidates: tuple[Candidate, ...]


def write_evaluation(evaluation: Evaluation, output: Path) -> None:
    """Raises OutputError."""
    shown = [_shown(asked) for asked in evaluation.asked]
    write_html(
        output,
        "evaluation.html",
        overall=evaluation.overall,
        reworded=evaluation.groups.get(REWORDED),
        by_verdict={
            verdict: [one for one in shown if one.verdict is verdict] for verdict in Verdict
        },
        names=NAMES,
        reworded_name=REWORDED_NAME,
        value=value_text,
        interval=interval_text,
    )


def verdict(measured: Measured) -> Verdict:
    question, outcome = measured.question, measured.outcome
    if not question.is_answerable:
        return Verdict.RIGHT if outcome.refused else Verdict.WRONGLY_ANSWERED
    if outcome.refused:
        return Verdict.WRONGLY_REFUSED
    if outcome.rank is None:
        return Verdict.NOT_FOUND
    if not outcome.first_citation_carries:
        return Verdict.ANOTHER_FIRST
    is_flawless = outcome.page_exact and outcome.has_all_must and not outcome.unproved_quotes
    return Verdict.RIGHT if is_flawless else Verdict.FLAWED


def _shown(asked: Asked) -> ShownQuestion:
    measured, answered = asked.measured, asked.answered
    return ShownQuestion(
        measured,
        verdict(measured),
        tuple(missing_must(measured.question, answered.answer)),
        ask_out(answered, limit=0),
        tuple(_candidates(asked)),
    )


def _candidates(asked: Asked) -> Iterator[Candidate]:
    """The first ten, and the first that carries the evidence when it comes later."""
    answered = asked.answered
    store = answered.searcher.index.store
    cited = [citation.quote.passage.id for citation in answered.answer.citations]
    hits = zip(answered.results.hits, asked.carrying, strict=False)
    for rank, (hit, carries) in enumerate(hits, start=1):
        if rank > _SHOWN and rank != asked.measured.outcome.rank:
            continue
        yield Candidate(
            rank,
            hit,
            store.document(hit.passage.document_id),
            _place(hit.passage, store.labels(hit.passage.document_id)),
            carries,
            tuple(number for number, id in enumerate(cited, start=1) if id == hit.passage.id),
        )


def _place(passage: Passage, labels: Mapping[int, str]) -> str:
    """ "s. 5–6 (filens sida 7–8)": gold questions count the file's pages."""
    pages = list(dict.fromkeys((passage.first_page, passage.last_page)))
    in_file = "–".join(str(page) for page in pages)
    printed = "–".join(labels[page] for page in pages)
    return f"s. {printed}" if printed == in_file else f"s. {printed} (filens sida {in_file})"
