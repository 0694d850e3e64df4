"""Question and hits → an answer of verbatim sentences, or a refusal."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Protocol

from index.filters import NO_LIMITS, Filter
from index.generation import Index
from index.search import Hit, Results, Searcher
from server.answer import Answer, AnswerSentence, Citation, Quote
from server.proof import prove
from server.refusing import refusal
from server.sentence_choice import Choice, choose
from server.sentence_scores import scored_sentences
from server.support import THRESHOLD, support

_RELATED = 5


class Answerer(Protocol):
    """Makes an answer of what a search found."""

    def answer(self, question: str, results: Results, searcher: Searcher) -> Answer: ...


class ExtractiveAnswerer:
    """Quotes: every quote of the answer stands word for word on the page it is cited to."""

    def answer(self, question: str, results: Results, searcher: Searcher) -> Answer:
        related = _related(results, searcher)
        candidates = scored_sentences(results, searcher)
        if support(results, candidates) < THRESHOLD:
            return _refused(results, related)
        choices = choose(candidates, newest_first=not results.query.names_a_year)
        sentences, citations = _cited(choices, searcher)
        if not citations:
            return _refused(results, related)
        used = {citation.quote.passage.id for citation in citations}
        further = tuple(c for c in related if c.quote.passage.id not in used)
        return Answer(tuple(sentences), tuple(citations), None, further)


def _refused(results: Results, related: tuple[Citation, ...]) -> Answer:
    return Answer((), (), refusal(results.query, results.hits), related)


def _cited(
    choices: Sequence[Choice], searcher: Searcher
) -> tuple[list[AnswerSentence], list[Citation]]:
    """Numbers the quotes; a sentence whose quotes can't all be proved is left out."""
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    numbers: dict[str, int] = {}
    for choice in choices:
        if not _is_proved(choice, searcher):
            continue
        carrying = [choice, *(other for other in choice.agreeing if _is_proved(other, searcher))]
        cited: list[int] = []
        for citation in (c for one in carrying for c in _citations(one)):
            key = citation.quote.key
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                citations.append(citation)
            cited.append(numbers[key])
        sentences.append(AnswerSentence(choice.text, tuple(cited)))
    return sentences, citations


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
