"""Question and hits → an answer of verbatim sentences, or a refusal."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Protocol

from index.filters import NO_LIMITS, Filter
from index.generation import Index
from index.search import Hit, Results, Searcher
from server.answer import AnswerSentence, Citation, Further, Part, Proven, Quote
from server.proof import prove
from server.refusing import refusal
from server.sentence_choice import Choice, choose
from server.sentence_scores import scored_sentences
from server.support import THRESHOLD, support

_RELATED = 5


class Answerer(Protocol):
    """Makes an answer of what a search found: proven sentences one by one, or one refusal; then
    further reading."""

    def parts(self, results: Results, searcher: Searcher) -> Iterator[Part]: ...


class ExtractiveAnswerer:
    """Quotes: every quote of the answer stands word for word on the page it is cited to."""

    def parts(self, results: Results, searcher: Searcher) -> Iterator[Part]:
        candidates = scored_sentences(results, searcher)
        used: set[str] = set()
        if support(results, candidates) >= THRESHOLD:
            choices = choose(candidates, newest_first=not results.query.names_a_year)
            for proven in _proven(choices, searcher):
                used |= {citation.quote.passage.id for citation in proven.citations}
                yield proven
        if not used:
            yield refusal(results.query, results.hits, limited=bool(results.limits))
        related = _related(results, searcher)
        yield Further(tuple(c for c in related if c.quote.passage.id not in used))


def _proven(choices: Sequence[Choice], searcher: Searcher) -> Iterator[Proven]:
    """Numbers the quotes; a sentence whose quotes can't all be proved is left out."""
    numbers: dict[str, int] = {}
    for choice in choices:
        if not _is_proved(choice, searcher):
            continue
        carrying = [choice, *(other for other in choice.agreeing if _is_proved(other, searcher))]
        cited = {c.quote.key: c for one in carrying for c in _citations(one)}
        new = tuple(citation for key, citation in cited.items() if key not in numbers)
        for citation in new:
            numbers[citation.quote.key] = len(numbers) + 1
        yield Proven(AnswerSentence(choice.text, tuple(numbers[key] for key in cited)), new)


def _citations(choice: Choice) -> Iterator[Citation]:
    for quote in choice.quotes:
        beside = tuple(other for other in choice.quotes if other is not quote)
        notes = choice.sentence.notes if quote is choice.quotes[0] else ()
        yield Citation(quote, choice.sentence.statement, choice.hit.score, beside, notes)


def _is_proved(choice: Choice, searcher: Searcher) -> bool:
    return all(is_proved(quote, searcher.index) for quote in choice.quotes)


def is_proved(quote: Quote, index: Index) -> bool:
    """True when pdfium, too, reads the quote on its page."""
    pdf = index.archive.page_pdf_path(quote.passage.document_id)
    return prove(quote, pdf) is not None


def hit_citation(hit: Hit, limits: Filter = NO_LIMITS) -> Citation:
    """A hit shown by the sentence of it, let through by the filter, that is nearest to the
    question."""
    scored = [s for s in hit.sentences if limits.allows(s.sentence.statement)]
    best = max(scored or hit.sentences, key=lambda s: s.similarity).sentence
    quote = Quote(hit.passage, best.start, best.end)
    return Citation(quote, best.statement, hit.score, notes=best.notes)


def note_quotes(citation: Citation, index: Index) -> Iterator[Quote]:
    """The footnotes of a quote, each whole; one that can't be proved is left out."""
    for passage_id in citation.notes:
        passage = index.store.passage_by_id(passage_id)
        if passage is None:
            continue
        note = Quote(passage, 0, len(passage.text))
        if is_proved(note, index):
            yield note


def _related(results: Results, searcher: Searcher) -> tuple[Citation, ...]:
    citations = (hit_citation(hit, results.limits) for hit in results.hits if hit.sentences)
    return tuple(islice((c for c in citations if is_proved(c.quote, searcher.index)), _RELATED))
