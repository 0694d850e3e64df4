"""The words we have of each page: in passages, in headings, accounted for."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.document import Content, Passage, Role
from tests.bench.words import Place, Word, slices_of, spelled, words_of

# Their words are accounted for, but in nothing that answers.
_ASIDE = frozenset({Role.CONTENTS, Role.REFERENCES, Role.COLOPHON, Role.FORM})


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word, or what stands of it on one page; `offset` is None where it has no place."""

    word: Word
    page: int
    offset: int | None


def words_by_page(content: Content) -> dict[int, dict[Place, list[Word]]]:
    """A repeated lead-in counts once: by where it stands on its page, not how often."""
    result: dict[int, dict[Place, list[Word]]] = defaultdict(lambda: defaultdict(list))
    seen: set[tuple[int, int]] = set()
    for passage in content.passages:
        place = Place.ACCOUNTED if passage.role in _ASIDE else Place.PASSAGE
        for piece in _pieces(passage):
            if piece.offset is not None:
                if (piece.page, piece.offset) in seen:
                    continue
                seen.add((piece.page, piece.offset))
            result[piece.page][place].append(piece.word)
    texts = {page.number: page.text for page in content.pages}
    for gap in content.left_out:
        result[gap.page][Place.ACCOUNTED] += words_of(texts[gap.page][gap.start : gap.end])
    for page, heading in _headings(content):
        result[page][Place.HEADING] += words_of(heading)
    return result


def _pieces(passage: Passage) -> Iterator[_Piece]:
    """The words of a passage, those on two pages cut at the page break."""
    text = passage.text
    for start, end, following in slices_of(text):
        hyphen = text[end:following] == "-"
        spans = list(passage.locate(start, end))
        if not spans:
            yield _Piece(Word(spelled(text[start:end]), hyphen), passage.first_page, None)
            continue
        pages = list(dict.fromkeys(span.page for span in spans))
        for page in pages:
            there = [span for span in spans if span.page == page]
            # A character without a place stays with the word's first page.
            low = start if page == pages[0] else there[0].start
            high = end if page == pages[-1] else there[-1].end
            last = page == pages[-1]
            yield _Piece(Word(spelled(text[low:high]), hyphen and last), page, there[0].offset)


def _headings(content: Content) -> Iterator[tuple[int, str]]:
    """Headings have no place of their own: they stand on the first page of the first passage
    below them, or, when a page break follows, on one before, whichever has the words."""
    texts = {page.number: page.text for page in content.pages}
    before: tuple[str, ...] = ()
    for passage in content.passages:
        kept = 0
        while kept < min(len(before), len(passage.section)) and (
            before[kept] == passage.section[kept]
        ):
            kept += 1
        for heading in passage.section[kept:]:
            yield _page_of(heading, passage.first_page, texts), heading
        before = passage.section


def _page_of(heading: str, first_page: int, texts: dict[int, str]) -> int:
    wanted = {word.text for word in words_of(heading)}
    candidates = [page for page in range(first_page, first_page - 3, -1) if page in texts]
    has = {page: wanted & {word.text for word in words_of(texts[page])} for page in candidates}
    return max(candidates, key=lambda page: len(has[page]))
