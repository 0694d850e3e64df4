"""The bench sees what it is there to see: words missing, foreign, joined and split."""

from ingest.document import Content, LeftOut, Page, Passage, Reason, Role, Span
from tests.bench.ours import words_by_page
from tests.bench.words import Comparison, Place, compare, words_of


def compared(theirs: str, passages: str = "", headings: str = "", left_out: str = "") -> Comparison:
    ours = {
        Place.PASSAGE: words_of(passages),
        Place.HEADING: words_of(headings),
        Place.ACCOUNTED: words_of(left_out),
    }
    return compare(words_of(theirs), ours)


def test_equal_texts_lack_nothing() -> None:
    result = compared("Kommunen ska ha 2 rutiner.", "Kommunen ska ha 2 rutiner.")
    assert (result.share, result.missing, result.foreign) == (1.0, [], [])


def test_a_missing_word_is_seen() -> None:
    result = compared("Kommunen ska inte ha rutiner.", "Kommunen ska ha rutiner.")
    assert result.missing == ["inte"]
    assert result.share == 0.8


def test_a_word_that_stands_twice_is_missing_when_it_is_there_once() -> None:
    assert compared("vård och vård", "vård och").missing == ["vård"]


def test_a_foreign_word_is_seen() -> None:
    assert compared("Kommunen ska", "Kommunen ska inte").foreign == ["inte"]


def test_a_word_repeated_by_us_is_foreign() -> None:
    assert compared("vård", "vård vård").foreign == ["vård"]


def test_a_changed_letter_is_both_missing_and_foreign() -> None:
    result = compared("målen", "malen")
    assert (result.missing, result.foreign) == (["målen"], ["malen"])


def test_an_equal_word_in_another_order_is_found() -> None:
    assert compared("ett två tre", "tre ett två").share == 1.0


def test_a_line_end_hyphen_is_no_difference() -> None:
    result = compared("varje kom-\nmun ska", "varje kommun ska")
    assert (result.missing, result.foreign, result.joined) == ([], [], [])


def test_a_soft_hyphen_is_no_difference() -> None:
    assert compared("varje kom\u00ad\nmun ska", "varje kommun ska").share == 1.0
    assert compared("varje kom\u00admun ska", "varje kommun ska").share == 1.0


def test_a_ligature_and_a_combined_letter_are_no_difference() -> None:
    assert compared("ﬁnansiering a\u030art", "finansiering årt").share == 1.0


def test_a_word_broken_in_a_cell_is_found_whole() -> None:
    result = compared("ledningsfunk\ntionen", "ledningsfunktionen")
    assert (result.share, result.joined) == (1.0, [])


def test_a_word_broken_around_another_cell_is_found_whole() -> None:
    result = compared("ledningsfunk-\nmål och tionen", "ledningsfunktionen | mål och")
    assert (result.share, result.foreign) == (1.0, [])


def test_words_written_together_are_seen() -> None:
    result = compared("rutinen är känd", "rutinenär känd")
    assert (result.joined, result.missing, result.foreign) == (["rutinenär"], [], [])


def test_a_hyphen_lost_at_a_line_end_is_seen() -> None:
    assert compared("nya it-\nstöd finns", "nya itstöd finns").joined == ["itstöd"]


def test_a_name_broken_at_a_line_end_is_not_taken_for_words_joined() -> None:
    assert compared("i Nykar-\nleby", "i Nykarleby").joined == []


def test_a_word_in_two_pieces_is_seen() -> None:
    result = compared("sjuksköterskan bedömer", "sjuksk öterskan bedömer")
    assert (result.split, result.share, result.foreign) == (["sjuksk|öterskan"], 1.0, [])


def test_a_hyphen_kept_inside_a_word_is_seen() -> None:
    assert compared("varje kom-\nmun ska", "varje kom-mun ska").split == ["kom-mun"]


def test_a_suspended_hyphen_is_right() -> None:
    assert compared("hälso-\noch sjukvård", "hälso- och sjukvård").split == []


def test_words_are_counted_where_we_have_them() -> None:
    result = compared("Mål Vi mäter sida 3", "Vi mäter", "Mål", "sida 3")
    assert result.found == {Place.PASSAGE: 2, Place.HEADING: 1, Place.ACCOUNTED: 2}


PAGES = (Page(1, "1", "Sida 1\nMål\nVi mäter kom-"), Page(2, "2", "mun och andel."))


def content(*passages: Passage, left_out: tuple[LeftOut, ...] = ()) -> Content:
    return Content(PAGES, passages, (), left_out)


def passage(text: str, *spans: Span, role: Role = Role.TEXT) -> Passage:
    return Passage("p", "d", ("Mål",), text, spans, role)


def texts(content: Content, page: int, place: Place) -> list[str]:
    return [word.text for word in words_by_page(content)[page][place]]


ACROSS = passage("Vi mäter kommun och andel.", Span(0, 12, 1, 11), Span(12, 26, 2, 0))


def test_a_word_across_a_page_break_stands_in_parts_on_both_pages() -> None:
    assert texts(content(ACROSS), 1, Place.PASSAGE) == ["Vi", "mäter", "kom"]
    assert texts(content(ACROSS), 2, Place.PASSAGE) == ["mun", "och", "andel"]


def test_a_repeated_lead_in_counts_once() -> None:
    twice = content(ACROSS, passage("Vi mäter", Span(0, 8, 1, 11)))
    assert texts(twice, 1, Place.PASSAGE) == ["Vi", "mäter", "kom"]


def test_what_was_left_out_and_what_stands_aside_is_accounted_for() -> None:
    left_out = (LeftOut(1, 0, 6, Reason.PAGE_NUMBER),)
    aside = content(passage("Mål", Span(0, 3, 1, 7), role=Role.CONTENTS), left_out=left_out)
    assert texts(aside, 1, Place.ACCOUNTED) == ["Mål", "Sida", "1"]


def test_a_heading_stands_on_the_page_that_has_its_words() -> None:
    below = passage("och andel.", Span(0, 10, 2, 4))
    assert texts(content(below), 1, Place.HEADING) == ["Mål"]
