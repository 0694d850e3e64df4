"""The gold questions of the sample corpus, and how such are read."""

from itertools import pairwise
from pathlib import Path

import pytest

from ingest.parsing import parse_pdf
from server.errors import GoldError
from server.gold import carries, read_gold
from tests.sample import ROOT, SAMPLE
from tests.test_parsing import letters, poppler_pages

GOLD = read_gold(ROOT / "tests" / "gold" / "exempel.jsonl")
ANSWERABLE = [question for question in GOLD if question.is_answerable]


def test_there_are_enough_questions_of_every_sort() -> None:
    assert len(GOLD) >= 40
    assert len(GOLD) - len(ANSWERABLE) >= 8
    assert len({question.id for question in GOLD}) == len(GOLD)
    assert {q.style for q in GOLD} == {"ordagrann", "omskriven", "vardaglig"}
    assert {q.kind for q in GOLD} == {"ansvar", "rekommendation", "iakttagelse", "fakta", "saknas"}
    assert {q.document for q in ANSWERABLE} == {path.name for path in SAMPLE.glob("*.pdf")}


@pytest.mark.parametrize("name", sorted({q.document for q in ANSWERABLE}))
def test_the_evidence_stands_on_the_pages_named(name: str) -> None:
    readings = [poppler_pages(SAMPLE / name, mode) for mode in ("-raw", "-layout")]
    for question in (q for q in ANSWERABLE if q.document == name):
        said = "".join(letters(string) for string in question.evidence)
        assert all(letters(must) in said for must in question.must), question.id
        for evidence in question.evidence:
            assert any(
                stands(letters(evidence), [pages[number - 1] for number in question.pages])
                for pages in readings
            ), (question.id, evidence)


def stands(evidence: str, pages: list[str]) -> bool:
    """On one of the pages, or begun on one and ended on the next, whatever runs between."""
    return any(evidence in page for page in pages) or any(
        evidence[:cut] in page and evidence[cut:] in following
        for page, following in pairwise(pages)
        for cut in range(len(evidence))
    )


@pytest.mark.parametrize("name", sorted({q.document for q in ANSWERABLE}))
def test_some_passage_carries_the_evidence_of_every_question(name: str) -> None:
    passages = [passage.text for passage in parse_pdf(SAMPLE / name).content.passages]
    missing = [
        question.id
        for question in ANSWERABLE
        if question.document == name
        and not any(carries(text, question.evidence) for text in passages)
    ]
    assert missing == []


def test_a_text_carries_evidence_with_most_of_its_word_sequences() -> None:
    evidence = ("Kommunen ansvarar för att rutinen följs varje dag året runt.",)
    assert carries(
        "… kommunen ansvarar för att ruti-\nnen följs varje dag året runt, sade", evidence
    )
    assert not carries("Kommunen ansvarar för rutinen.", evidence)
    row = "Region Ett | Grund: 40 | Tillägg: 36 | Summa: 76"
    assert carries(row, ("Region Ett 40 36 76",))
    assert not carries(row, ("Region Ett 40 37 77",))
    assert not carries("", evidence)
    assert not carries("text", ())


@pytest.mark.parametrize("text", ["", "{fel\n", '{"id": "x"}\n'])
def test_a_faulty_file_of_questions_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "guld.jsonl"
    path.write_text(text)
    with pytest.raises(GoldError):
        read_gold(path)


def test_two_questions_of_one_name_are_refused(tmp_path: Path) -> None:
    line = (ROOT / "tests" / "gold" / "exempel.jsonl").read_text(encoding="utf-8").splitlines()[0]
    path = tmp_path / "guld.jsonl"
    path.write_text(f"{line}\n{line}\n", encoding="utf-8")
    with pytest.raises(GoldError, match="rad 2"):
        read_gold(path)
