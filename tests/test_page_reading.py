"""The text beside a page's image: all that its passages hold, whole, and marked like the image."""

import pytest

from ingest.document import Passage, Role, Span
from server.answer import Quote
from server.page_reading import PageReading, read_page
from server.service import Service

FIRST = Passage(
    "d-0", "d", ("Ansvar", "Kommunen"), "Kommunen ansvarar.", (Span(0, 18, 1, 5),), Role.TEXT
)
# Begins on the first page and ends on the second.
SECOND = Passage(
    "d-1",
    "d",
    ("Ansvar", "Regionen"),
    "Regionen ansvarar för läkarna.",
    (Span(0, 18, 1, 40), Span(18, 30, 2, 0)),
    Role.TEXT,
)
NOTE = Passage("d-2", "d", ("Ansvar", "Regionen"), "Se lagen.", (Span(0, 9, 2, 30),), Role.NOTE)
DOCUMENT = [FIRST, SECOND, NOTE]


def text_of(reading: PageReading) -> list[str]:
    return ["".join(text for text, _ in part.stretches) for part in reading.parts]


def marked_of(reading: PageReading) -> list[str]:
    return [text for part in reading.parts for text, marked in part.stretches if marked]


def test_heading_stands_where_it_begins() -> None:
    headings = [part.headings for part in read_page(DOCUMENT, 1, []).parts]
    assert headings == [("Ansvar", "Kommunen"), ("Regionen",)]


def test_page_tells_what_it_begins_under() -> None:
    reading = read_page(DOCUMENT, 2, [])
    assert reading.within == ("Ansvar", "Regionen")
    assert [part.headings for part in reading.parts] == [(), ()]


def test_passage_over_two_pages_is_cut_between_them() -> None:
    first, second = (read_page(DOCUMENT, number, []) for number in (1, 2))
    assert text_of(first) == ["Kommunen ansvarar.", "Regionen ansvarar "]
    assert text_of(second) == ["för läkarna.", "Se lagen."]
    assert [part.continues for part in second.parts] == [True, False]


def test_quote_is_marked_on_each_of_its_pages() -> None:
    quote = Quote(SECOND, 9, 30)
    assert marked_of(read_page(DOCUMENT, 1, [quote])) == ["ansvarar "]
    assert marked_of(read_page(DOCUMENT, 2, [quote])) == ["för läkarna."]


def test_quotes_beside_each_other_are_both_marked() -> None:
    quotes = [Quote(FIRST, 0, 8), Quote(FIRST, 9, 18)]
    assert marked_of(read_page(DOCUMENT, 1, quotes)) == ["Kommunen", "ansvarar."]


def test_page_without_passages_has_no_parts() -> None:
    assert read_page(DOCUMENT, 3, []).parts == ()


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@pytest.mark.parametrize("which", range(3))
def test_pages_together_hold_all_that_the_document_says(which: int, service: Service) -> None:
    store = service.searcher().index.store
    document = store.documents()[which]
    passages = store.passages_of(document.id)
    pages = [read_page(passages, number, []) for number in store.labels(document.id)]
    shown = "".join(text for page in pages for text in text_of(page))
    assert sorted(letters(shown)) == sorted(letters("".join(p.text for p in passages)))
