"""An answer as it is made: server-sent events, a sentence as soon as it is proved.

`start`, then `sentence` for each sentence or one `refusal`, then `end`. A stream that breaks off
before `end` is no answer.
"""

from collections.abc import Iterator

from fastapi.sse import format_sse_event
from pydantic import BaseModel

from server.answer import Further, Proven, Refusal
from server.metrics import Metrics
from server.presenting import citation_out, refusal_out, related_out
from server.schema import CitationOut, HitOut, SentenceOut
from server.service import Answering


class StartOut(BaseModel):
    question: str
    understood_as: str


class ProvenOut(SentenceOut):
    """A sentence, with those of its sources that no earlier sentence has."""

    sources: tuple[CitationOut, ...]


class EndOut(BaseModel):
    related: tuple[HitOut, ...]


def answer_events(answering: Answering, limit: int, metrics: Metrics) -> Iterator[bytes]:
    """The events in wire format."""
    index = answering.searcher.index
    started = StartOut(question=answering.question, understood_as=answering.results.query.text)
    yield _event("start", started)
    refused = False
    numbered = 0
    for part in answering.parts:
        match part:
            case Proven(sentence, citations):
                sources = tuple(
                    citation_out(number, citation, index)
                    for number, citation in enumerate(citations, numbered + 1)
                )
                numbered += len(citations)
                shown = ProvenOut(text=sentence.text, citations=sentence.citations, sources=sources)
                yield _event("sentence", shown)
            case Refusal():
                refused = True
                yield _event("refusal", refusal_out(part))
            case Further(related):
                yield _event("end", EndOut(related=related_out(related[:limit], index)))
    metrics.count_answer(refused=refused)


def _event(name: str, data: BaseModel) -> bytes:
    return format_sse_event(event=name, data_str=data.model_dump_json())
