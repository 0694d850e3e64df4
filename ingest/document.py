"""What travels from a PDF to an answer: documents, pages, passages, sentences.

All classes are frozen. A passage is text with proof of origin: `spans` ties every
stretch of it to the characters of a page, so first and last page are derived.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ingest.personal_data import PersonalDataKind


class Kind(StrEnum):
    """Kinds of document that Belägg tells apart."""

    AGREEMENT = "överenskommelse"
    SUBAGREEMENT = "delöverenskommelse"
    FOLLOW_UP = "uppföljning"
    INQUIRY = "utredning"
    GUIDELINE = "riktlinje"
    REGULATION = "föreskrift"
    MINUTES = "protokoll"
    OTHER = "övrigt"


class Role(StrEnum):
    """What a passage is in its document. Only the first four may carry an answer."""

    TEXT = "text"
    TABLE = "tabell"
    BOX = "faktaruta"
    NOTE = "fotnot"
    CONTENTS = "innehållsförteckning"
    REFERENCES = "källförteckning"
    COLOPHON = "tryckuppgifter"
    FORM = "blankett"


ANSWERING = frozenset({Role.TEXT, Role.TABLE, Role.BOX, Role.NOTE})


class Reason(StrEnum):
    """Why text on a page is in no passage."""

    RUNNING = "sidhuvud eller sidfot"
    PAGE_NUMBER = "sidnummer"
    NOTE_MARK = "fotnotssiffra"
    TWICE = "ritat två gånger"
    OUTSIDE = "utanför sidan"
    BROKEN = "oläslig text"


class StatementKind(StrEnum):
    """What a sentence does: places a duty, advises, reports, or none of these."""

    DUTY = "ansvar"
    RECOMMENDATION = "rekommendation"
    FINDING = "iakttagelse"
    OTHER = "övrigt"


class Modality(StrEnum):
    """How binding the sentence is."""

    MUST = "ska"
    SHOULD = "bör"
    MAY = "kan"


@dataclass(frozen=True, slots=True)
class Statement:
    """The type of a sentence, with the actors that carry its duty, advice or freedom."""

    kind: StatementKind = StatementKind.OTHER
    modality: Modality | None = None
    actors: tuple[str, ...] = ()


class NumberKind(StrEnum):
    """What a number that names a document is called."""

    SERIES = "serienummer"
    CASE = "diarienummer"
    ARTICLE = "artikelnummer"
    ISBN = "ISBN"


@dataclass(frozen=True, slots=True)
class Number:
    """A number that names a document: "SFS 2003:365", "VON 2022/187", "978-91-7555-410-5"."""

    kind: NumberKind
    value: str


@dataclass(frozen=True, slots=True)
class Validity:
    """The days, both included, between which a document applies; None is an open end."""

    first: date | None
    last: date | None

    def __str__(self) -> str:
        """ "2017–2018" for whole years, else days: "från 2024-01-01", "2023-04-01–2026-03-31"."""
        first, last = self.first, self.last
        if first and last and _is_whole_years(first, last):
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        if first and last:
            return f"{first}–{last}"
        return f"från {first}" if first else f"till och med {last}"


def _is_whole_years(first: date, last: date) -> bool:
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


class Disclosure(StrEnum):
    """What is done with personal data in a document."""

    MASKED = "masked"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Description:
    """What a reader needs to cite a document; `guessed` names the fields nobody stated.

    `replaces` holds what it takes the place of, in its own words. `groups` are those who may
    see the document; nobody named means everybody. `covered` tells that there is personal data
    in it, with dots over it.
    """

    title: str
    publisher: str
    year: int | None
    kind: Kind
    source: str | None = None
    guessed: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()
    validity: Validity | None = None
    edition: str | None = None
    replaces: tuple[str, ...] = ()
    personal_data: Disclosure = Disclosure.MASKED
    covered: bool = False
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file in the collection; `id` is the first 16 hex digits of its SHA-256."""

    id: str
    file: str
    description: Description


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `number` counts from 1 in the file, `label` is what is printed on it.

    `text` has one character for each of pdfium's, in pdfium's order. `recognised` tells that
    it was read off the page's picture (OCR).
    """

    number: int
    label: str
    text: str
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """text[start:end] of a passage stands at page.text[offset:offset + end - start].

    Character by character, except that white space and broken glyphs may read otherwise
    on the page.
    """

    start: int
    end: int
    page: int
    offset: int

    def cut(self, start: int, end: int) -> "Span | None":
        """The part of this span inside [start, end), or None."""
        low, high = max(self.start, start), min(self.end, end)
        if low >= high:
            return None
        return Span(low, high, self.page, self.offset + low - self.start)


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences of one section, about 600 characters; or one footnote."""

    id: str
    document_id: str
    section: tuple[str, ...]
    text: str
    spans: tuple[Span, ...]
    role: Role = Role.TEXT

    @property
    def first_page(self) -> int:
        return min(span.page for span in self.spans)

    @property
    def last_page(self) -> int:
        return max(span.page for span in self.spans)

    def locate(self, start: int, end: int) -> Iterator[Span]:
        """The stretches of page text behind text[start:end], in reading order."""
        for span in self.spans:
            # A quote is a small part of its passage: to cut each in vain would take longer.
            if span.start < end and start < span.end and (part := span.cut(start, end)):
                yield part


@dataclass(frozen=True, slots=True)
class Sentence:
    """A slice of its passage. `lead_in` is the slice, in the same passage, that a list item
    or a table row needs to be understood ("MAS ansvarar för att", "Tabell 2 …"). `notes` are
    the ids of the passages with its footnotes."""

    passage_id: str
    start: int
    end: int
    statement: Statement
    lead_in: tuple[int, int] | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """page.text[start:end] of a page is in no passage."""

    page: int
    start: int
    end: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Remark:
    """What the operator should know of how a page was read, as a Swedish sentence."""

    page: int
    text: str


@dataclass(frozen=True, slots=True)
class PersonalDataOnPage:
    """How many of a kind begin on a page. What they say is told nowhere.

    `beside` tells that they stand in its notes or fields; on page 0, in what the file tells of
    itself.
    """

    page: int
    kind: PersonalDataKind
    count: int
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """All that ingest reads out of one file, apart from its description; `beside` counts what
    stands in the file and is read nowhere else."""

    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[Remark, ...] = ()
    beside: tuple[PersonalDataOnPage, ...] = ()
