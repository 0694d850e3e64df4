"""Who is responsible for what: every row a quote that is proved before it is shown."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from index.duties import Duty, Window
from index.generation import Index
from server.answer import Citation, Quote
from server.answering import is_proved
from server.duties_schema import DutiesIn, DutiesOut, DutyCountsOut, DutyOut
from server.masking import masked_in, sought
from server.presenting import hit_fields
from server.schema import DocumentRef
from server.service import check_limits

# Nothing ranks the rows: each is exactly what was asked for.
_SCORE = 1.0


def duties_out(index: Index, asked: DutiesIn) -> DutiesOut:
    """One window of the list. Raises InvalidRequestError."""
    limits = asked.limits()
    check_limits(limits, index.store)
    text = sought(asked.text)
    counts = index.store.duty_counts(limits, text)
    found = index.store.duties(limits, text, Window(asked.offset, asked.limit))
    rows = tuple(_proved(found, index))
    return DutiesOut(
        total=counts.listed,
        limit=asked.limit,
        offset=asked.offset,
        left_out=len(found) - len(rows),
        masked=masked_in(asked.text),
        counts=DutyCountsOut(
            actor=counts.actors,
            modality=counts.modalities,
            statement=counts.kinds,
            document=counts.documents,
            publisher=counts.publishers,
        ),
        rows=rows,
    )


def every_duty(index: Index, asked: DutiesIn) -> Iterator[DutyOut]:
    """The whole list as the documents are read, so that each page is read for proof once.
    Raises InvalidRequestError at once, not when the first row is taken."""
    limits = asked.limits()
    check_limits(limits, index.store)
    return _proved(index.store.duties(limits, sought(asked.text), Window()), index)


def grouped(
    rows: Sequence[DutyOut],
) -> list[tuple[str, list[tuple[DocumentRef, list[DutyOut]]]]]:
    """The rows by actor, and those of an actor by document, in the order that they have."""
    return [
        (actor, [(document, list(same)) for document, same in groupby(of_actor, _document)])
        for actor, of_actor in groupby(rows, lambda row: row.group)
    ]


def _document(row: DutyOut) -> DocumentRef:
    return row.document


def _proved(duties: list[Duty], index: Index) -> Iterator[DutyOut]:
    for duty in duties:
        citation = _citation(duty)
        quotes = (citation.quote, *citation.beside)
        if all(is_proved(quote, index) for quote in quotes):
            lead_in = citation.beside[0].text if citation.beside else None
            yield DutyOut(**hit_fields(citation, index), group=duty.actor, lead_in=lead_in)


def _citation(duty: Duty) -> Citation:
    passage, sentence = duty.passage, duty.sentence
    beside = (Quote(passage, *sentence.lead_in),) if sentence.lead_in else ()
    quote = Quote(passage, sentence.start, sentence.end)
    return Citation(quote, sentence.statement, _SCORE, beside, sentence.notes)
