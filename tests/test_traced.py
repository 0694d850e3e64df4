"""Text that knows where it stands: whatever cleaning does, the way back holds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ingest.traced import TracedText

PAGE = st.text(alphabet="abcåäö -\n\ufb01\u00ad•", min_size=1, max_size=60)


def way_back(traced: TracedText, page: str) -> None:
    for span in traced.spans():
        length = span.end - span.start
        assert len(page[span.offset : span.offset + length]) == length


@given(PAGE, st.integers(0, 60), st.integers(0, 60))
def test_a_slice_stands_where_its_spans_say(page: str, start: int, end: int) -> None:
    piece = TracedText.on_page(page, 3, 0)[min(start, end) : max(start, end)]
    rebuilt = "".join(page[s.offset : s.offset + s.end - s.start] for s in piece.spans())
    assert rebuilt == piece.text


@given(PAGE)
def test_what_is_cut_away_leaves_the_rest_in_place(page: str) -> None:
    piece = TracedText.on_page(page, 1, 0).sub(re.compile(r"[ \n]+"), "")
    rebuilt = "".join(page[s.offset : s.offset + s.end - s.start] for s in piece.spans())
    assert rebuilt == piece.text == re.sub(r"[ \n]+", "", page)


@given(PAGE)
def test_a_replacement_stands_where_the_replaced_stood(page: str) -> None:
    piece = TracedText.on_page(page, 1, 0).sub(re.compile("\ufb01"), "fi")
    assert piece.text == page.replace("\ufb01", "fi")
    way_back(piece, page)


@given(PAGE, PAGE)
def test_joined_texts_keep_both_places(one: str, other: str) -> None:
    joined = TracedText.concat(
        [TracedText.on_page(one, 1, 0), TracedText.glue(" "), TracedText.on_page(other, 2, 5)]
    )
    assert joined.text == f"{one} {other}"
    assert {span.page for span in joined.spans()} == {1, 2}
    assert all(not span.start <= len(one) < span.end for span in joined.spans())


def test_glue_stands_nowhere() -> None:
    assert TracedText.glue("\n\n").spans() == ()
