"""An index cut to what an asker may see is as one that has nothing else in it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.audience import EVERYBODY, audience, is_seen, is_seen_by_all
from index.build import Builder
from index.duties import Window
from index.embedder import SentenceTransformerEmbedder
from index.errors import UnknownDocumentError
from index.filters import NO_LIMITS, Filter
from index.generation import open_index
from index.search import Searcher
from index.store import Store
from ingest.document import Modality, Role, StatementKind
from tests.closed import LIMITED, Closed

NOBODY: frozenset[str] = frozenset()
EVERY_ROLE = Filter(roles=tuple(Role))
QUESTIONS = (
    "Vem ansvarar för läkemedelshantering?",
    "Hur ofta ska fallriskbedömning göras?",
    "Vad beslutade nämnden om avgifterna?",
    "Vilket ansvar har läkaren på särskilt boende?",
    "Vem beslutar om organisationen av hälso- och sjukvården?",
    "Vad kostar rehabliteringen av hjälpmedlen?",
)


@pytest.fixture(scope="module")
def whole(closed: Closed, embedder: SentenceTransformerEmbedder) -> Searcher:
    return Searcher(open_index(closed.everything), embedder)


@pytest.fixture(scope="module")
def cut(whole: Searcher) -> Searcher:
    return whole.cut_to(NOBODY)


@pytest.fixture(scope="module")
def alone(closed: Closed, embedder: SentenceTransformerEmbedder) -> Searcher:
    """Over an index that has only what everybody may see."""
    return Searcher(open_index(closed.open), embedder)


def test_an_audience_is_its_groups_in_any_order() -> None:
    assert audience(["mas", "ledning", "mas"]) == audience(["ledning", "mas"])
    assert audience([]) == EVERYBODY


def test_one_shared_group_is_enough_to_see() -> None:
    assert is_seen(audience(["mas", "ledning"]), frozenset({"mas"}))
    assert not is_seen(audience(["mas"]), frozenset({"ledning"}))
    assert is_seen(EVERYBODY, NOBODY)


def test_what_more_groups_see_is_seen_with_what_fewer_see() -> None:
    few, many = audience(["mas"]), audience(["ledning", "mas"])
    assert is_seen_by_all(many, few) and not is_seen_by_all(few, many)
    assert is_seen_by_all(EVERYBODY, few) and not is_seen_by_all(few, EVERYBODY)


def test_an_asker_sees_what_is_for_everybody_and_for_the_own_groups(whole: Searcher) -> None:
    shown = {one.file for one in whole.cut_to(frozenset({"mas"})).index.store.documents()}
    hidden = {file for file, groups in LIMITED.items() if "mas" not in groups}
    assert shown == {one.file for one in whole.index.store.documents()} - hidden


def test_who_has_all_groups_searches_the_index_itself(whole: Searcher) -> None:
    assert whole.cut_to(frozenset({"mas", "ledning", "annat"})) is whole


def test_groups_that_limit_nothing_share_a_view(whole: Searcher) -> None:
    assert whole.cut_to(frozenset({"mas", "x"})) is whole.cut_to(frozenset({"mas", "y"}))


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    "limits", [NO_LIMITS, Filter(statements=(StatementKind.DUTY,)), EVERY_ROLE]
)
def test_hits_and_scores_are_those_of_an_index_without_the_rest(
    question: str, limits: Filter, cut: Searcher, alone: Searcher
) -> None:
    found, expected = (one.search(question, 30, limits) for one in (cut, alone))
    assert found.query == expected.query
    assert found.hits == expected.hits
    assert found.domain == expected.domain


def test_words_are_counted_as_if_there_were_no_others(cut: Searcher, alone: Searcher) -> None:
    lexicon = cut.index.store.lexicon()
    assert lexicon == alone.index.store.lexicon()
    assert len(lexicon.counts) < len(Store(cut.index.store._path).lexicon().counts)


def test_a_misspelling_is_not_mended_to_a_word_that_is_not_seen(
    whole: Searcher, cut: Searcher
) -> None:
    assert whole.understood("hjälmedelscentralen").text == "hjälpmedelscentralen"
    assert cut.understood("hjälmedelscentralen").text == "hjälmedelscentralen"


READ: dict[str, Callable[[Store], Any]] = {
    "documents": lambda store: store.documents(),
    "publishers": lambda store: store.documents(Filter(publishers=("Sjökommunen",))),
    "actors": lambda store: store.actors(),
    "duties": lambda store: store.duties(NO_LIMITS, "", Window()),
    "duty counts": lambda store: store.duty_counts(Filter(modalities=(Modality.MUST,)), "ska"),
    "documents by filter": lambda store: len(store.document_numbers(NO_LIMITS)),
    "passages by filter": lambda store: len(store.passage_numbers(NO_LIMITS)),
    "sizes": lambda store: [store.counts(one.id) for one in store.documents()],
    "sections": lambda store: [store.sections(one.id) for one in store.documents()],
    "labels": lambda store: [store.labels(one.id) for one in store.documents()],
}


@pytest.mark.parametrize("read", READ)
def test_the_store_reads_as_one_without_the_rest(read: str, cut: Searcher, alone: Searcher) -> None:
    assert READ[read](cut.index.store) == READ[read](alone.index.store)


def test_nothing_of_what_is_not_seen_is_read_by_its_name(whole: Searcher, cut: Searcher) -> None:
    store = cut.index.store
    for document in whole.index.store.documents():
        if document.file in LIMITED:
            with pytest.raises(UnknownDocumentError):
                store.document(document.id)
            passages = whole.index.store.passages_of(document.id)
            assert store.page(document.id, 1) is None
            assert not store.labels(document.id) and not store.sections(document.id)
            assert not store.passages_of(document.id)
            assert store.passage_by_id(passages[0].id) is None


def test_nothing_of_what_is_not_seen_is_read_by_its_number(whole: Searcher, cut: Searcher) -> None:
    seen = set(cut.index.store.passage_numbers(EVERY_ROLE))
    hidden = [n for n in range(len(whole.index.columns.role)) if n not in seen]
    store = cut.index.store
    assert hidden
    assert not any(store.sentences(hidden)) and not any(store.statement_kinds(hidden))
    for read in (store.passages, store.annotations):
        with pytest.raises(KeyError):
            read(hidden[:1])


def test_each_term_stands_in_as_many_passages_as_if_there_were_no_others(
    whole: Searcher, cut: Searcher, alone: Searcher
) -> None:
    """The terms that a compound is found by, too, come of words that its readers see."""
    terms = [term.decode() for term in whole.index.keywords.terms]
    counts = {term: n for term in terms if (n := cut.index.keywords.frequency(term))}
    keywords = alone.index.keywords
    assert counts == {t: keywords.frequency(t) for t in map(bytes.decode, keywords.terms)}
    assert len(counts) < len(terms)
    assert len(cut.index.keywords) == len(keywords)


def test_groups_that_are_stated_later_hold_from_the_next_ingest(
    tmp_path: Path, documents: Path, embedder: SentenceTransformerEmbedder
) -> None:
    def seen() -> set[str]:
        Builder(tmp_path / "ix", embedder, lambda *_: None).ingest([documents])
        searcher = Searcher(open_index(tmp_path / "ix"), embedder).cut_to(NOBODY)
        assert len(searcher.index.keywords) == len(searcher.index.store.passage_numbers(EVERY_ROLE))
        return {document.file for document in searcher.index.store.documents()}

    assert seen() == {"ansvar-2021.pdf", "enkat-2023.pdf"}
    (documents / "katalog.toml").write_text('[[document]]\nfile = "enkat-2023.pdf"\ngroups = "mas"')
    assert seen() == {"ansvar-2021.pdf"}
    (documents / "katalog.toml").write_text('groups = "mas"')
    assert seen() == set()
    (documents / "katalog.toml").unlink()
    assert seen() == {"ansvar-2021.pdf", "enkat-2023.pdf"}
