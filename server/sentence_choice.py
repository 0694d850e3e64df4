"""Which sentences of the hits answer the question: as few as carry it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.search import Hit, ScoredSentence, Searcher
from index.texts import sentence_text
from ingest.document import Sentence
from server.answer import Quote
from server.support import WeightedTerms

_HITS = 8
_MOST_SENTENCES = 4
# In steps of cosine: what full coverage of the question's words, and one standard deviation
# of a passage's relevance, are worth.
_COVERAGE = 0.04
_RELEVANCE = 0.01
_CONTEXT_SHARE = 0.5
# How far below the best a further sentence may lie.
_MARGIN = 0.012
_SAME = 0.7
_LONGEST_LIST = 700


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence of the answer as it is shown, with the quotes that carry it: the telling one
    first, then the lead-in that it needs."""

    hit: Hit
    sentence: Sentence
    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    hit: Hit
    sentence: Sentence
    terms: frozenset[str]
    score: float


def choose(hits: Sequence[Hit], terms: WeightedTerms, searcher: Searcher) -> list[Choice]:
    """One to four sentences, the best first; none when there are no hits."""
    candidates = [
        _candidate(hit, scored, terms, searcher) for hit in hits[:_HITS] for scored in hit.sentences
    ]
    candidates.sort(key=lambda candidate: -candidate.score)
    chosen: list[_Candidate] = []
    for candidate in candidates:
        if len(chosen) == _MOST_SENTENCES or candidate.score < candidates[0].score - _MARGIN:
            break
        if not any(_says_the_same(candidate, other) for other in chosen):
            chosen.append(candidate)
    return _shown(chosen)


def _candidate(
    hit: Hit, scored: ScoredSentence, terms: WeightedTerms, searcher: Searcher
) -> _Candidate:
    analyser = searcher.analyser
    own = frozenset(analyser.terms(sentence_text(hit.passage, scored.sentence)))
    context = own.union(analyser.terms(" ".join(hit.passage.section)))
    coverage = terms.coverage(own)
    coverage += _CONTEXT_SHARE * (terms.coverage(context) - coverage)
    score = scored.similarity + _COVERAGE * coverage + _RELEVANCE * hit.relevance
    return _Candidate(hit, scored.sentence, own, score)


def _says_the_same(one: _Candidate, other: _Candidate) -> bool:
    shared = len(one.terms & other.terms)
    return shared >= _SAME * max(1, min(len(one.terms), len(other.terms)))


def _shown(chosen: Iterable[_Candidate]) -> list[Choice]:
    """Each sentence with the lead-in or the list that it needs; a lead-in is said once."""
    choices: list[Choice] = []
    said: set[tuple[str, int]] = set()
    for candidate in chosen:
        passage, sentence = candidate.hit.passage, candidate.sentence
        if (passage.id, sentence.start) in said:
            continue
        quotes = _quotes(candidate, said)
        for quote in quotes:
            said |= {(passage.id, quote.start)}
        text = _text(quotes)
        choices.append(Choice(candidate.hit, sentence, text, quotes))
    return choices


def _quotes(candidate: _Candidate, said: set[tuple[str, int]]) -> tuple[Quote, ...]:
    passage, sentence = candidate.hit.passage, candidate.sentence
    if items := _items(candidate):
        return (Quote(passage, sentence.start, items[-1].end),)
    own = Quote(passage, sentence.start, sentence.end)
    if sentence.lead_in is None or (passage.id, sentence.lead_in[0]) in said:
        return (own,)
    start, end = sentence.lead_in
    if not passage.text[end : sentence.start].strip("\n •–-"):
        return (Quote(passage, start, sentence.end),)
    return (own, Quote(passage, start, end))


def _items(candidate: _Candidate) -> list[Sentence]:
    """The list that a lead-in introduces, when the sentence is one; as much as is short."""
    sentence = candidate.sentence
    span = (sentence.start, sentence.end)
    items = [s.sentence for s in candidate.hit.sentences if s.sentence.lead_in == span]
    return [item for item in items if item.end - sentence.start <= _LONGEST_LIST]


def _text(quotes: Sequence[Quote]) -> str:
    """The quotes as they are read: the lead-in before its item."""
    return " … ".join(quote.text for quote in sorted(quotes, key=lambda quote: quote.start))
