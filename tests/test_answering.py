"""Answers over the sample corpus: what is quoted stands on the page, and is among the hits."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.embedder import SentenceTransformerEmbedder
from index.filters import Filter
from index.live import LiveIndex
from ingest.document import StatementKind
from server.answer import Quote
from server.answering import ExtractiveAnswerer, is_proved
from server.errors import InvalidRequestError
from server.gold import GoldQuestion, read_gold
from server.page_image import page_image
from server.proof import prove
from server.service import Service
from tests.sample import ROOT, kept_index

GOLD = read_gold(ROOT / "tests" / "gold" / "exempel.jsonl")
ANSWERABLE = [question for question in GOLD if question.is_answerable]


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold.id)
def test_an_answer_is_proved_quotes_or_a_refusal_with_none(
    gold: GoldQuestion, service: Service
) -> None:
    answered = service.ask(gold.question)
    answer = answered.answer
    assert bool(answer.sentences) == bool(answer.citations) == (answer.refusal is None)
    assert len(answer.sentences) <= 4
    numbers = set(range(1, len(answer.citations) + 1))
    assert {n for sentence in answer.sentences for n in sentence.citations} == numbers
    hits = {h.passage.id for h in service.search(gold.question, 20).results.hits}
    for citation in (*answer.citations, *answer.related):
        assert citation.quote.passage.id in hits
        assert is_proved(citation.quote, answered.searcher.index)


def test_every_sentence_of_the_corpus_can_be_proved(service: Service) -> None:
    """Also one that is broken over two columns with a footnote between."""
    searcher = service.searcher()
    store, archive = searcher.index.store, searcher.index.archive
    quotes = [
        Quote(passage, sentence.start, sentence.end)
        for number in range(len(searcher.index.passages))
        for passage in store.passages([number])
        for sentence in store.sentences([number])[0]
    ]
    unproved = [
        quote.text
        for quote in quotes
        if prove(quote, archive.page_pdf_path(quote.passage.document_id)) is None
    ]
    assert unproved == []


def test_a_quote_with_a_changed_word_is_not_proved(service: Service) -> None:
    searcher = service.searcher()
    [passage] = searcher.index.store.passages([0])
    pdf = searcher.index.archive.page_pdf_path(passage.document_id)
    end = min(len(passage.text), 80)
    assert prove(Quote(passage, 0, end), pdf) is not None
    altered = replace(passage, text="zebra" + passage.text[5:])
    assert prove(Quote(altered, 0, end), pdf) is None


def test_filters_limit_what_is_cited(service: Service) -> None:
    documents = service.searcher().index.store.documents()
    chosen = documents[0]
    answered = service.ask("Vad ska kommunen göra?", Filter(documents=(chosen.id,)))
    cited = {
        citation.quote.passage.document_id
        for citation in (*answered.answer.citations, *answered.answer.related)
    }
    assert cited == {chosen.id}


def test_a_filter_on_statements_finds_passages_that_have_them(service: Service) -> None:
    limits = Filter(statements=(StatementKind.RECOMMENDATION,))
    for hit in service.search("uppföljning", 20, limits).results.hits:
        kinds = {scored.sentence.statement.kind for scored in hit.sentences}
        assert StatementKind.RECOMMENDATION in kinds


def test_a_filter_on_statements_is_kept_by_every_quote_of_the_answer(service: Service) -> None:
    limits = Filter(statements=(StatementKind.DUTY,))
    answer = service.ask("Hur ofta ska läkemedelsgenomgång göras?", limits).answer
    assert answer.citations
    for citation in (*answer.citations, *answer.related):
        assert citation.statement.kind is StatementKind.DUTY


def test_a_filter_that_nothing_passes_gives_a_refusal(service: Service) -> None:
    answer = service.ask("Vad ansvarar MAS för?", Filter(year_from=1990, year_to=1991)).answer
    assert answer.refusal is not None
    assert "filter" in answer.refusal.message
    assert answer.related == ()


def test_refusal_speaks_of_filters_only_where_there_are_some(service: Service) -> None:
    question = "Hur byter man kopplingen på en traktor?"
    free = service.ask(question).answer.refusal
    limited = service.ask(question, Filter(year_from=2000)).answer.refusal
    assert free is not None
    assert limited is not None
    assert "filter" not in free.message
    assert "filter" in limited.message


@pytest.mark.parametrize("question", ["", "   ", "?!", "\n\t"])
def test_an_empty_question_is_refused(question: str, service: Service) -> None:
    with pytest.raises(InvalidRequestError, match="tomt"):
        service.ask(question)


def test_an_overlong_question_is_told_its_length(service: Service) -> None:
    with pytest.raises(InvalidRequestError, match="2000"):
        service.ask("a" * 2000)


@pytest.mark.parametrize(
    "question",
    [
        'NEAR("a" OR b) AND * NOT ^x',
        "'; DROP TABLE passages; --",
        "🙂🙂🙂 vad?",
        "§ § § 3 kap.",
        "a" * 1000,
        "\u202evad ansvarar MAS för\u200b",
    ],
)
def test_odd_questions_are_questions_like_others(question: str, service: Service) -> None:
    answered = service.ask(question)
    assert answered.answer.citations or answered.answer.refusal


def test_the_real_inquiry_says_who_answers_for_the_handling_of_medicines(
    shared: Path, embedder: SentenceTransformerEmbedder
) -> None:
    name = "utredning-halso-och-sjukvardsorganisation-stockholms-stad-2021.pdf"
    folder = kept_index("real-index", shared / "corpus" / name, embedder)
    service = Service(LiveIndex(folder, embedder), ExtractiveAnswerer())
    answered = service.ask("Vem ansvarar för att rutinerna för läkemedelshantering är säkra?")
    first = answered.answer.citations[0]
    assert first.quote.text == "Rutinerna för läkemedelshantering är säkra."
    assert (first.quote.page, first.quote.last_page) == (2, 2)
    assert answered.answer.sentences[0].text.startswith("MAS och MAR har ett särskilt")
    pdf = answered.searcher.index.archive.page_pdf_path(first.quote.passage.document_id)
    runs = (prove(first.quote, pdf) or {})[2]
    assert page_image(pdf, 2, runs) != page_image(pdf, 2, ())
