"""What an answer is made of: sentences, each with verbatim quotes that stand on a page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ingest.document import Passage, Span, Statement

RefusalReason = Literal["no_support", "not_in_sources"]
Origin = Literal["extract", "model"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim slice of a passage."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        return " ".join(self.passage.text[self.start : self.end].split())

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the quote stands, in reading order."""
        return tuple(self.passage.locate(self.start, self.end))

    @property
    def page(self) -> int:
        return self.spans[0].page

    @property
    def last_page(self) -> int:
        return self.spans[-1].page

    @property
    def key(self) -> str:
        """Names the quote in an address: passage id, start and end."""
        return f"{self.passage.id}.{self.start}.{self.end}"


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote offered as support or as further reading. `beside` are the quotes that are read
    with it, marked on the same page; `score` is between 0 and 1; `notes` are the ids of the
    passages with its footnotes."""

    quote: Quote
    statement: Statement
    score: float
    beside: tuple[Quote, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of the answer with the numbers, from 1, of the citations that carry it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, in a Swedish sentence; `missing` names what was not found."""

    reason: RefusalReason
    message: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Either sentences with their citations, or a refusal; `related` is further reading."""

    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    refusal: Refusal | None
    related: tuple[Citation, ...]
    origin: Origin = "extract"


@dataclass(frozen=True, slots=True)
class Proven:
    """A sentence of an answer, with those of its citations that no earlier sentence has."""

    sentence: AnswerSentence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Further:
    """Further reading; the last part of an answer."""

    related: tuple[Citation, ...]


Part = Proven | Refusal | Further


def gathered(parts: Iterable[Part]) -> Answer:
    """The whole answer that its parts make."""
    answer = Answer((), (), None, ())
    for part in parts:
        match part:
            case Proven(sentence, citations):
                answer = replace(
                    answer,
                    sentences=(*answer.sentences, sentence),
                    citations=answer.citations + citations,
                )
            case Refusal():
                answer = replace(answer, refusal=part)
            case Further(related):
                answer = replace(answer, related=related)
    return answer
