"""Which sentences answer the question: as few as carry it, from the newest document that says
it, with those that agree cited beside it and those that say otherwise shown after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.search import Hit
from ingest.document import Sentence
from server.answer import Quote
from server.editions import are_editions, attributed, disagree, same_matter
from server.sentence_scores import Candidate

_MOST_SENTENCES = 4
# How far below the best a further sentence may lie, and how long the answer may become by it.
_MARGIN = 2.0
_LONGEST_ANSWER = 400
# The same for another edition that is about the same matter, and for a newer one to be chosen
# whatever it says.
_EDITION_MARGIN = 4.0
_AS_LIKELY = 0.7
_SAME = 0.7
_LONGEST_LIST = 700
_MOST_VERSIONS = 2
_MOST_AGREEING = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence of the answer as it is shown, with the quotes that carry it: the telling one
    first, then the lead-in that it needs. `agreeing` say the same in other documents."""

    hit: Hit
    sentence: Sentence
    text: str
    quotes: tuple[Quote, ...]
    agreeing: tuple["Choice", ...] = ()


def choose(candidates: Sequence[Candidate], newest_first: bool) -> list[Choice]:
    """One to four sentences out of the candidates, which come best first; none of none.

    With `newest_first` the answer is taken from the newest edition that speaks of the matter.
    """
    if not candidates:
        return []
    first = _newest_of_the_likeliest(candidates) if newest_first else candidates[0]
    editions = [first, *_editions(first, candidates)]
    if newest_first:
        editions.sort(key=_year, reverse=True)
    first, *older = editions
    if others := [other for other in older if disagree(first.words, other.words)]:
        return [_versioned(one) for one in (first, *others[:_MOST_VERSIONS])]
    return _shown([first, *_further(first, candidates)], candidates)


def _newest_of_the_likeliest(candidates: Sequence[Candidate]) -> Candidate:
    """The likeliest sentence, or one of a newer edition that is about as likely."""
    likely = [one for one in candidates if one.score >= candidates[0].score - _AS_LIKELY]
    likeliest = likely[0]
    newer = [one for one in likely if are_editions(likeliest.description, one.description)]
    return max([likeliest, *newer], key=_year)


def _year(candidate: Candidate) -> int:
    return candidate.description.year or 0


def _editions(first: Candidate, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence on the same matter in each other edition of the document."""
    found: dict[int, Candidate] = {}
    for candidate in candidates:
        if candidate.score < first.score - _EDITION_MARGIN:
            break
        if are_editions(first.description, candidate.description) and same_matter(
            first.terms, candidate.terms
        ):
            found.setdefault(_year(candidate), candidate)
    return list(found.values())


def _further(first: Candidate, candidates: Sequence[Candidate]) -> list[Candidate]:
    """More sentences that are nearly as likely and say something more, while there is room."""
    chosen = [first]
    room = _LONGEST_ANSWER - len(first.words)
    for candidate in candidates:
        if len(chosen) == _MOST_SENTENCES or candidate.score < candidates[0].score - _MARGIN:
            break
        if len(candidate.words) > room or any(_says_the_same(candidate, one) for one in chosen):
            continue
        chosen.append(candidate)
        room -= len(candidate.words)
    return chosen[1:]


def _says_the_same(one: Candidate, other: Candidate) -> bool:
    shared = len(one.terms & other.terms)
    return shared >= _SAME * max(1, min(len(one.terms), len(other.terms)))


def _versioned(candidate: Candidate) -> Choice:
    """A sentence that another edition contradicts: shown with where it comes from."""
    quotes = _quotes(candidate, set())
    text = attributed(_text(quotes), candidate.description)
    return Choice(candidate.hit, candidate.sentence, text, quotes)


def _shown(chosen: Sequence[Candidate], candidates: Sequence[Candidate]) -> list[Choice]:
    """Each sentence with the lead-in or the list that it needs; a lead-in is said once."""
    choices: list[Choice] = []
    said: set[tuple[str, int]] = set()
    for candidate in chosen:
        passage, sentence = candidate.hit.passage, candidate.sentence
        if (passage.id, sentence.start) in said:
            continue
        quotes = _quotes(candidate, said)
        said |= {(passage.id, quote.start) for quote in quotes}
        agreeing = tuple(_alone(other) for other in _agreeing(candidate, candidates))
        choices.append(Choice(candidate.hit, sentence, _text(quotes), quotes, agreeing))
    return choices


def _agreeing(candidate: Candidate, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of other documents that say the same, one of each document."""
    found: dict[str, Candidate] = {}
    for other in candidates:
        document = other.hit.passage.document_id
        if (
            document != candidate.hit.passage.document_id
            and _says_the_same(candidate, other)
            and same_matter(candidate.terms, other.terms)
            and not disagree(candidate.words, other.words)
        ):
            found.setdefault(document, other)
    return list(found.values())[:_MOST_AGREEING]


def _alone(candidate: Candidate) -> Choice:
    quotes = _quotes(candidate, set())
    return Choice(candidate.hit, candidate.sentence, _text(quotes), quotes)


def _quotes(candidate: Candidate, said: set[tuple[str, int]]) -> tuple[Quote, ...]:
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


def _items(candidate: Candidate) -> list[Sentence]:
    """The list that a lead-in introduces, when the sentence is one; as much as is short."""
    sentence = candidate.sentence
    span = (sentence.start, sentence.end)
    items = [s.sentence for s in candidate.hit.sentences if s.sentence.lead_in == span]
    return [item for item in items if item.end - sentence.start <= _LONGEST_LIST]


def _text(quotes: Sequence[Quote]) -> str:
    """The quotes as they are read: the lead-in before its item."""
    return " … ".join(quote.text for quote in sorted(quotes, key=lambda quote: quote.start))
