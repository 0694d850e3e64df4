"""Compounds are divided where their parts meet, and nothing else is divided."""

import pytest

from index.compounds import Compounds
from index.lexicon import Lexicon
from index.swedish import Analyser

# As a small collection has them: what isn't here, the Swedish list knows or nothing does.
VOCABULARY = dict.fromkeys(
    """
    ansvar ansvarig arbete avvikelse barn behandling berättelse beslut boende chef central demens
    delegering egen familj förebyggande genomgång grupp hantering hem hjälpmedel hälsa individ
    insats kommun kompetens kontroll kvinna kyrka lag ledning läkare läkemedel mat medel miljö mun
    myndighet natt nämnd omsorg omställning organisation patient person personal plan primär rutin
    råd samverkan sekretess sjuk sjuksköterska skola social stöd styrelse syfte system säkerhet
    teknik tid tillsyn tjänst trygghet uppföljning utbildning utskrivning verksamhet vård ålder
    äldre äldreomsorg område öppen register linje föreskrivning förskrivare grund
    """.split(),
    5,
)
COMPOUNDS = """
    läkemedelshantering: läkemedel hantering
    läkemedelsgenomgångar: läkemedel genomgång
    äldreomsorgsplan: äldre omsorg plan
    äldreomsorgsnämndens: äldre omsorg nämnd
    patientsäkerhet: patient säkerhet
    patientsäkerhetsberättelsen: patient säkerhet berättelse
    sjuksköterskebemanning: sjuk sköterska bemanning
    skolsköterska: skola sköterska
    hälsovård: hälsa vård
    munhälsobedömning: mun hälsa bedömning
    folkhälsomyndigheten: folk hälsa myndighet
    socialtjänst: social tjänst
    socialtjänstlagen: social tjänst lag
    socialstyrelsen: social styrelse
    kommunstyrelsens: kommun styrelse
    verksamhetschef: verksamhet chef
    verksamhetschefens: verksamhet chef
    nattillsyn: natt tillsyn
    barnavårdscentral: barn vård central
    delegeringsbesluten: delegering beslut
    ledningssystem: ledning system
    läkarmedverkan: läkare medverkan
    läkarinsatser: läkare insats
    korttidsboende: kort tid boende
    anhörigstöd: anhörig stöd
    hemtjänstinsatser: hem tjänst insats
    trygghetslarm: trygghet larm
    vårdavdelning: vård avdelning
    familjehem: familj hem
    kompetensförsörjning: kompetens försörjning
    personcentrerad: person centrerad
    primärvård: primär vård
    kvinnojour: kvinna jour
    kyrkogård: kyrka gård
    arbetsmiljölagen: arbete miljö lag
    arbetsgrupp: arbete grupp
    sekretesslagstiftning: sekretess lagstiftning
    egenvårdsbeslut: egen vård beslut
    utskrivningsplanering: utskrivning planering
    åldersgrupper: ålder grupp
    äldreboende: äldre boende
    demensvård: demens vård
    demensteam: demens team
    öppenvård: öppen vård
    avvikelsehantering: avvikelse hantering
    patientregister: patient register
    vårdtid: vård tid
    patientråd: patient råd
    mattider: mat tid
    insatsområde: insats område
    vårdutbildning: vård utbildning
    personalgruppens: personal grupp
    omsorgsboendena: omsorg boende
    ansvarsområden: ansvar område
    barngrupp: barn grupp
    sjukvård: sjuk vård
    hemsjukvårdspersonal: hem sjuk vård personal
"""
WHOLE = """
    ansvarig ansvariga kommunen kommunernas personerna individuell behandling behandlingar
    organisation samverkan förebyggande läkemedel överenskommelse tillgänglighet undersköterska
    självständig återkommande omställning uppföljning kontroll kontrollera centrum regering
    landsbygd delegering myndigheter verksamheter boendet tillsammans framförallt huvudsaklig
    okändsammansättning grankommunla samordning särskild medborgare underlag
""".split()


def parts_of(line: str) -> tuple[str, tuple[str, ...]]:
    compound, parts = line.split(":")
    return compound.strip(), tuple(parts.split())


@pytest.mark.parametrize(
    ("compound", "parts"), [parts_of(line) for line in COMPOUNDS.strip().splitlines()]
)
def test_a_compound_is_divided_into_its_parts(compound: str, parts: tuple[str, ...]) -> None:
    assert Compounds(Lexicon.of(VOCABULARY)).parts(compound) == parts


@pytest.mark.parametrize("word", WHOLE)
def test_what_is_no_compound_stays_whole(word: str) -> None:
    assert Compounds(Lexicon.of(VOCABULARY)).parts(word) == ()


def test_a_word_far_oftener_than_its_part_is_a_word_of_its_own() -> None:
    assert (
        Compounds(Lexicon.of({"hem": 50, "tjänst": 2, "hemtjänst": 300})).parts("hemtjänst") == ()
    )
    assert (
        Compounds(Lexicon.of({"hem": 50, "tjänst": 40, "hemtjänst": 300})).parts("hemtjänst") != ()
    )


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("en äldreomsorgsplan", "plan för äldreomsorgen"),
        ("en plan för äldreomsorgen", "äldreomsorgsplanens"),
        ("hantering av läkemedel", "läkemedelshanteringen"),
        ("läkemedelshantering", "hur läkemedel hanteras, deras hantering"),
        ("hälso- och sjukvårdslagen", "lag om vård och hälsa"),
        ("verksamhetschefen", "chefen för verksamheten"),
    ],
)
def test_a_compound_and_its_parts_in_running_text_share_terms(text: str, question: str) -> None:
    analyser = Analyser(Lexicon.of(VOCABULARY))
    shared = set(analyser.terms(text)) & set(analyser.terms(question))
    assert len(shared) >= 2


def test_the_terms_of_a_compound_hold_the_compounds_within_it() -> None:
    terms = Analyser(Lexicon.of(VOCABULARY)).word_terms("äldreomsorgsplan")
    assert terms[0] == "äldreomsorgsplan"
    assert {"äldreomsorg", "omsorg", "plan"} <= set(terms)
