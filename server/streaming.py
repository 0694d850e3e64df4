"""An answer as it is made: server-sent events, a sentence as soon as it is proved.

`start`, then `sentence` for each sentence or one `refusal`, then `end`. A stream that breaks off
before `end` is no answer.
"""

from collections.abc import Callable, Iterator

from fastapi.sse import format_sse_event
from pydantic import BaseModel

from server.answer import Further, Part, Proven, Refusal, gathered
from server.answers import Answers
from server.masking import MaskedOut, masked_in
from server.presenting import citation_out, refusal_out, related_out
from server.schema import AskOut, CitationOut, HitOut, RefusalOut, SentenceOut
from server.service import Answering

Tell = Callable[[AskOut], None]
"""Is called with an answer when all of it has been given."""


class StartOut(BaseModel):
    question: str
    understood_as: str
    masked: tuple[MaskedOut, ...] = ()


class ProvenOut(SentenceOut):
    """A sentence, with those of its sources that no earlier sentence has."""

    sources: tuple[CitationOut, ...]


class EndOut(BaseModel):
    related: tuple[HitOut, ...]


_NAMES: dict[type[BaseModel], str] = {
    StartOut: "start",
    ProvenOut: "sentence",
    RefusalOut: "refusal",
    EndOut: "end",
}


def answer_events(
    answer: AskOut | Answering, limit: int, answers: Answers, tell: Tell
) -> Iterator[bytes]:
    """The events of a kept answer, or of one in the making, in wire format."""
    if isinstance(answer, AskOut):
        parts = _kept(answer, limit, tell)
    else:
        parts = _made(answer, limit, answers, tell)
    for shown in parts:
        yield format_sse_event(event=_NAMES[type(shown)], data_str=shown.model_dump_json())


def _kept(answer: AskOut, limit: int, tell: Tell) -> Iterator[BaseModel]:
    yield StartOut(
        question=answer.question, understood_as=answer.understood_as, masked=answer.masked
    )
    if answer.refusal:
        yield answer.refusal
    told = 0
    for sentence in answer.answer.sentences if answer.answer else ():
        newest = max((told, *sentence.citations))
        sources = answer.citations[told:newest]
        yield ProvenOut(text=sentence.text, citations=sentence.citations, sources=sources)
        told = newest
    yield EndOut(related=answer.related[:limit])
    tell(answer)


def _made(answering: Answering, limit: int, answers: Answers, tell: Tell) -> Iterator[BaseModel]:
    """Each part when it has been made; the whole of them is kept."""
    index = answering.searcher.index
    yield StartOut(
        question=answering.question,
        understood_as=answering.results.query.text,
        masked=masked_in(answering.question),
    )
    parts: list[Part] = []
    numbered = 0
    for part in answering.parts:
        parts.append(part)
        match part:
            case Proven(sentence, citations):
                sources = tuple(
                    citation_out(number, citation, index)
                    for number, citation in enumerate(citations, numbered + 1)
                )
                numbered += len(citations)
                yield ProvenOut(text=sentence.text, citations=sentence.citations, sources=sources)
            case Refusal():
                yield refusal_out(part)
            case Further(related):
                yield EndOut(related=related_out(related[:limit], index))
    tell(answers.keep(answering, gathered(parts)))
