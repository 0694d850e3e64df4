"""Questions are mended by the collection's own words, and what is right is left alone."""

from collections.abc import Mapping

import pytest

from index.lexicon import Lexicon
from index.spelling import Speller
from tests.bench.spelling import changed_words, misspelt

VOCABULARY: Mapping[str, int] = dict.fromkeys(
    """
    ansvarar ansvar avvikelse beslut delegering delegeringar demens dokumentation enheten för
    genomgång hantering hur hälsa hälso kommunen läkare läkarmedverkan läkemedel
    läkemedelsgenomgång många och omsorg omvårdnad patient personal på rehabilitering riktlinje
    rutin sjuksköterska sjuksköterskor sjukvård skåne särskilt boende trygghetslarm undersköterska
    vad verksamhetschef vård vårdgivare vårdplan är äldre äldreboende åtgärd
    """.split(),
    20,
)


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(Lexicon.of(VOCABULARY))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Vad gör en sjukskötersak?", "Vad gör en sjuksköterska?"),
        ("Sjukskötrska på natten", "Sjuksköterska på natten"),
        ("läkemdelsgenomgång", "läkemedelsgenomgång"),
        ("vem ansvarar for aldreboende", "vem ansvarar för äldreboende"),
        ("sjukskoterska hos vardgivare", "sjuksköterska hos vårdgivare"),
        ("aeldreboende", "äldreboende"),
        ("aatgaerd", "åtgärd"),
        ("boende i Skane", "boende i Skåne"),
        ("läkemedels genomgång", "läkemedelsgenomgång"),
        ("en under sköterska", "en under sköterska"),
        ("hälsoochsjukvård", "hälso och sjukvård"),
        ("vadär demens", "vad är demens"),
        ("delegeringsbesslut", "delegeringsbeslut"),
        ("delegerngsbeslut", "delegeringsbeslut"),
        ("dokumnetation", "dokumentation"),
        ("verksamhetsscheff", "verksamhetschef"),
    ],
)
def test_a_misspelt_question_is_mended(speller: Speller, typed: str, meant: str) -> None:
    assert speller.corrected(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Vad gör Sjukskötersson i Grankommunen?",
        "Hur många fick F-SOC20 år 2019?",
        "Vad säger MSA och HSLF-FS 2017:37?",
        "Hur bokar jag delegeringen av sjuksköterskornas läkemedelsbeslut?",
        "Får jag köpa en båt?",
        "ssk på säbo",
        "Vad är en plan för äldre?",
        "  Två  mellanslag – och tankstreck…  ",
        "",
    ],
)
def test_what_is_right_or_doubtful_is_left_alone(speller: Speller, question: str) -> None:
    assert speller.corrected(question) == question


def test_a_swedish_word_loses_its_plain_letters_only_in_a_question_without_dots() -> None:
    speller = Speller(Lexicon.of({"rätt": 40, "hälsa": 40}))
    assert speller.corrected("halsa") == "hälsa"
    assert speller.corrected("Får man halsa öl?") == "Får man halsa öl?"


def test_the_more_frequent_of_two_equally_near_words_is_meant() -> None:
    assert Speller(Lexicon.of({"rutinen": 3, "rutiner": 90})).corrected("rutinez") == "rutiner"


def test_two_words_that_stand_apart_are_left_apart() -> None:
    speller = Speller(Lexicon.of({"särskilt": 90, "boende": 90, "särskiltboende": 4}))
    assert speller.corrected("på särskilt boende") == "på särskilt boende"


def test_an_empty_collection_changes_nothing() -> None:
    assert (
        Speller(Lexicon.of({})).corrected("Vad gör en sjukskötersak?")
        == "Vad gör en sjukskötersak?"
    )


def test_the_bench_finds_nearly_all_errors_mended(speller: Speller) -> None:
    figures = misspelt(VOCABULARY, speller).values()
    assert sum(f.right for f in figures) > 0.85 * sum(f.cases for f in figures)
    assert all(f.precision > 0.9 for f in figures)


def test_the_bench_counts_a_changed_word(speller: Speller) -> None:
    total, changed = changed_words(["Vad gör en sjukskötersak?", "Vad är vård?"], speller)
    assert (total, changed) == (7, ["sjukskötersak → sjuksköterska"])
