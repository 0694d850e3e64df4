"""What `belagg inspect` shows of each page: its passages in reading order, what was left out,
and what is neither. Runs are pdfium's characters, as Page.text counts them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.document import ANSWERING, Content, Page, Passage, Reason, Sentence, Statement
from ingest.uncovered import Stretch, Uncovered, uncovered
from server.proof import Run

_HUES = 8
_LONGEST_MARKER = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of a passage; `here` when it stands on the page that is shown."""

    text: str
    here: bool


@dataclass(frozen=True, slots=True)
class NoteLink:
    """A note of a sentence, by the number of its passage; `page` where it is shown, if it is."""

    number: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of a passage with the marker before it ("•"), or (with no statement) text
    between its sentences."""

    pieces: tuple[Piece, ...]
    statement: Statement | None = None
    marker: str = ""
    lead_in: str = ""
    notes: tuple[NoteLink, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedPassage:
    """A passage on one of its pages; `number` counts from 1 in the document."""

    number: int
    passage: Passage
    rows: tuple[Row, ...]
    runs: tuple[Run, ...]

    @property
    def hue(self) -> int:
        return self.number % _HUES

    @property
    def answers(self) -> bool:
        return self.passage.role in ANSWERING


@dataclass(frozen=True, slots=True)
class Stray:
    """Text in no passage: left out for a reason, or (without one) a heading or lost."""

    text: str
    run: Run
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class PageReading:
    page: Page
    passages: tuple[PlacedPassage, ...]
    headings: tuple[Stray, ...]
    left_out: tuple[Stray, ...]
    lost: tuple[Stray, ...]
    remarks: tuple[str, ...]

    @property
    def lost_letters(self) -> int:
        return sum(character.isalnum() for stray in self.lost for character in stray.text)


def page_readings(content: Content, wanted: Collection[int]) -> list[PageReading]:
    """The wanted pages, in order."""
    numbers = {passage.id: number for number, passage in enumerate(content.passages, start=1)}
    sentences: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in content.sentences:
        sentences[sentence.passage_id].append(sentence)
    on_page: dict[int, list[Passage]] = defaultdict(list)
    for passage in content.passages:
        for number in {span.page for span in passage.spans}:
            on_page[number].append(passage)
    shown_on = {
        passage.id: page
        for passage in content.passages
        if (page := _first_shown(passage, wanted)) is not None
    }
    notes = {id_: NoteLink(number, shown_on.get(id_)) for id_, number in numbers.items()}

    def placed(passage: Passage, page: int) -> PlacedPassage:
        spans = (span for span in passage.spans if span.page == page)
        runs = tuple((span.offset, span.end - span.start) for span in spans)
        rows = tuple(_rows(passage, page, sentences[passage.id], notes))
        return PlacedPassage(numbers[passage.id], passage, rows, runs)

    rest = uncovered(content)
    return [
        _page_reading(
            content,
            page,
            tuple(placed(passage, page.number) for passage in on_page[page.number]),
            rest[page.number],
        )
        for page in content.pages
        if page.number in wanted
    ]


def _first_shown(passage: Passage, wanted: Collection[int]) -> int | None:
    return min((span.page for span in passage.spans if span.page in wanted), default=None)


def _page_reading(
    content: Content, page: Page, passages: tuple[PlacedPassage, ...], rest: Uncovered
) -> PageReading:
    left_out = [left for left in content.left_out if left.page == page.number]
    return PageReading(
        page,
        passages,
        headings=_strays(page, rest.headings),
        left_out=tuple(
            Stray(page.text[left.start : left.end], _run((left.start, left.end)), left.reason)
            for left in left_out
        ),
        lost=_strays(page, rest.lost),
        remarks=tuple(remark.text for remark in content.remarks if remark.page == page.number),
    )


def _strays(page: Page, stretches: Sequence[Stretch]) -> tuple[Stray, ...]:
    return tuple(Stray(page.text[slice(*stretch)], _run(stretch)) for stretch in stretches)


def _run(stretch: Stretch) -> Run:
    start, end = stretch
    return start, end - start


def _rows(
    passage: Passage, page: int, sentences: Sequence[Sentence], notes: dict[str, NoteLink]
) -> Iterator[Row]:
    here = _here(passage, page)
    done = 0
    for sentence in sorted(sentences, key=lambda sentence: sentence.start):
        between = passage.text[done : sentence.start].strip()
        is_marker = len(between) <= _LONGEST_MARKER
        if not is_marker:
            yield Row(_pieces(passage.text, here, done, sentence.start))
        yield Row(
            _pieces(passage.text, here, sentence.start, sentence.end),
            sentence.statement,
            between if is_marker else "",
            passage.text[slice(*sentence.lead_in)] if sentence.lead_in else "",
            tuple(notes[note] for note in sentence.notes if note in notes),
        )
        done = sentence.end
    if passage.text[done:].strip():
        yield Row(_pieces(passage.text, here, done, len(passage.text)))


def _here(passage: Passage, page: int) -> list[bool]:
    """For each character whether it stands on the page; white space goes with what is before."""
    pages: list[int | None] = [None] * len(passage.text)
    for span in passage.spans:
        pages[span.start : span.end] = [span.page] * (span.end - span.start)
    last = passage.spans[0].page
    here: list[bool] = []
    for own in pages:
        last = last if own is None else own
        here.append(last == page)
    return here


def _pieces(text: str, here: Sequence[bool], start: int, end: int) -> tuple[Piece, ...]:
    start += len(text[start:end]) - len(text[start:end].lstrip())
    groups = groupby(range(start, end), key=here.__getitem__)
    return tuple(Piece("".join(text[i] for i in group), is_here) for is_here, group in groups)
