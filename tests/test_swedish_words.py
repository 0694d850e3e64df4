"""Forms of a word share a term; abbreviations meet what they stand for."""

from itertools import pairwise

import pytest

from index.abbreviations import long_form, spelled_out
from index.inflection import stem
from index.lexicon import Lexicon
from index.swedish import Analyser
from index.words import words

FORMS = """
    sjuksköterska sjuksköterskan sjuksköterskor sjuksköterskornas
    kommun kommunen kommuner kommunernas
    läkare läkaren läkarens läkarna
    riktlinje riktlinjen riktlinjer riktlinjerna
    ansvar ansvaret ansvarar ansvarade ansvarig ansvariga
    boende boendet boenden boendena
    äldreboende äldreboendet äldreboenden
    korttidsboende korttidsboendet korttidsboenden
    läkemedel läkemedlet läkemedlen
    stad staden städer städerna
    man mannen män männen
    huvudman huvudmän huvudmännen huvudmannens
    hand handen händer händerna
    natt natten nätter
    barn barnet barnen
    land landet länder länderna
    år året åren
    lag lagen lagar lagarna
    rapport rapporten rapporter rapporterna
    bedöma bedömer bedömde bedömt
    skriva skriver skrev skrivit
    äldre äldst äldsta
    hälsa hälso hälsan
    kostnad kostnaden kostnader
    månad månaden månader
    insats insatsen insatser
"""
APART = [
    ("bedöma", "bedömning"),
    ("lag", "läge"),
    ("äldre", "gammal"),
    ("boende", "bo"),
    ("rapport", "rapportera"),
    ("man", "mån"),
]


@pytest.mark.parametrize("forms", [line.split() for line in FORMS.strip().splitlines()])
def test_forms_of_a_word_share_a_stem(forms: list[str]) -> None:
    assert all(stem(one) == stem(other) for one, other in pairwise(forms))


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_keep_their_stems_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("MAS ansvarar", "medicinskt ansvarig sjuksköterska"),
        ("medicinskt ansvariga sjuksköterskor", "MAS"),
        ("enligt hälso- och sjukvårdslagen", "HSL"),
        ("HSL-personal", "hälso- och sjukvårdslagen"),
        ("samordnad individuell plan", "SIP"),
        ("lagen om valfrihetssystem", "LOV"),
    ],
)
def test_an_abbreviation_and_its_long_form_meet(text: str, question: str) -> None:
    analyser = Analyser(Lexicon.of({}))
    short, long = sorted((text, question), key=len)
    abbreviation = short.split("-")[0].split()[0].casefold()
    assert abbreviation in set(analyser.terms(text)) & set(analyser.terms(question))
    assert len(set(analyser.terms(short)) & set(analyser.terms(long))) >= 2


def test_an_ambiguous_abbreviation_counts_only_in_its_own_case() -> None:
    assert long_form("LOV") == "lagen om valfrihetssystem"
    assert long_form("lov") is None
    assert "valfrihetssystem" not in set(Analyser(Lexicon.of({})).terms("barnens lov"))


@pytest.mark.parametrize(
    ("written", "explained"),
    [
        ("vad gör at och ft", "vad gör arbetsterapeut och ft"),
        ("dok enl. HSL", "dokumentation enligt. HSL (hälso- och sjukvårdslagen)"),
        ("pat. med omv", "patient. med omvårdnad"),
        ("med.ans. ssk", "medicinskt ansvarig ssk (sjuksköterska)"),
        ("t.ex. VC", "till exempel VC (vårdcentral)"),
        ("Har barnen lov?", "Har barnen lov?"),
    ],
)
def test_shorthand_is_written_out(written: str, explained: str) -> None:
    assert spelled_out(written) == explained


def test_the_ending_after_a_colon_is_no_word() -> None:
    assert list(words("MAS:s ansvar, SFS 2017:30")) == [
        *("mas", "ansvar", "sfs", "2017", "30", "201730")
    ]
