"""Swedish as it is written: sentences, line ends, stems, compounds, abbreviations."""

import pytest

from index.abbreviations import spelled_out
from index.inflection import stem
from index.lexicon import Lexicon
from index.swedish import Analyser
from index.words import words
from ingest.document import Modality, StatementKind
from ingest.hyphens import Vocabulary
from ingest.sentences import sentence_slices
from ingest.statements import classify


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Det gäller t.ex. kommuner. Regionen svarar.", 2),
        ("Enligt 3 kap. 1 § HSL ska vården vara god. Det gäller alla.", 2),
        ("Rapporten lämnas senast den 3. maj varje år.", 1),
        ("Stöd ges till patienter m.m. Vården är gratis.", 2),
        ("Stöd ges till patienter m.m. enligt avtalet.", 1),
        ("”Vi hinner inte.” Så säger en chef.", 2),
        ("Andelen är 4.5 procent. Den ökar.", 2),
        ("Vem ansvarar? Kommunen. Ja!", 3),
        ("Detta är föråldrat.1, 2 Nästa mening följer.", 2),
        ("Dr. A. Andersson deltog. Mötet avslutades.", 2),
        ("Kostnaden är 300 kr. Därefter tillkommer moms.", 2),
        ("", 0),
    ],
)
def test_sentences_are_divided_where_they_end(text: str, count: int) -> None:
    slices = list(sentence_slices(text))
    assert len(slices) == count
    assert "".join(text[a:b] for a, b in slices).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("seen", "left", "right", "separator"),
    [
        ("kommunens mål", "kom", "munens", ""),
        ("", "hälso", "och", "- "),
        ("", "kompetens", "försörjning", ""),
        ("nya it-stöd finns", "it", "stöd", "-"),
        ("", "ST", "läkare", "-"),
        ("", "Väster", "Norrland", "-"),
        ("", "e", "tjänst", "-"),
    ],
)
def test_line_end_hyphens(seen: str, left: str, right: str, separator: str) -> None:
    assert Vocabulary.of([seen]).separator(left, right) == separator


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sjuksköterskor", "sjuksköterskan"),
        ("enheten", "enheter"),
        ("delegeringar", "delegeringen"),
        ("rutinerna", "rutin"),
        ("kommunerna", "kommunens"),
    ],
)
def test_inflected_forms_share_a_stem(one: str, other: str) -> None:
    analyser = Analyser(Lexicon.of({"sjuksköterska": 3}))
    assert analyser.word_terms(one)[0] == analyser.word_terms(other)[0]


VOCABULARY = {
    "läkemedel": 9,
    "hantering": 5,
    "patient": 9,
    "säkerhet": 9,
    "sjuksköterska": 8,
    "bemanning": 4,
    "äldre": 9,
    "omsorg": 9,
    "plan": 5,
}


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("läkemedelshantering", ("läkemedel", "hantering")),
        ("patientsäkerhet", ("patient", "säkerhet")),
        ("sjuksköterskebemanning", ("sjuksköterska", "bemanning")),
        ("äldreomsorgsplan", ("äldre", "omsorg", "plan")),
        ("kommun", ()),
        ("okändsammansättning", ()),
    ],
)
def test_compounds_are_divided_by_the_vocabulary(compound: str, parts: tuple[str, ...]) -> None:
    assert Analyser(Lexicon.of(VOCABULARY)).parts(compound) == parts


def test_an_abbreviation_is_searched_as_what_it_stands_for() -> None:
    terms = set(Analyser(Lexicon.of({})).terms("ssk på säbo"))
    assert {stem("sjuksköterska"), stem("boende")} <= terms


def test_hyphenated_words_are_searched_whole_and_in_parts() -> None:
    assert list(words("IT-stöd")) == ["it", "stöd", "itstöd"]


def test_shorthand_is_written_out_and_abbreviations_explained() -> None:
    assert spelled_out("va gör MAS på säbo") == (
        "vad gör MAS (medicinskt ansvarig sjuksköterska) på säbo (särskilt boende)"
    )
    assert spelled_out("Vad ansvarar kommunen för?") == "Vad ansvarar kommunen för?"


@pytest.mark.parametrize(
    ("words_", "kind", "modality", "actor"),
    [
        ("Kommunen ska ha en rutin.", StatementKind.DUTY, Modality.MUST, "kommun"),
        ("MAS ansvarar för rutinerna.", StatementKind.DUTY, None, "MAS"),
        ("Regionen bör se över avtalet.", StatementKind.RECOMMENDATION, Modality.SHOULD, "region"),
        ("Av enkäten framkom att 40 procent saknar rutin.", StatementKind.FINDING, None, None),
        (
            "Verksamhetschefen behöver inte ha medicinsk kompetens.",
            StatementKind.OTHER,
            None,
            "verksamhetschef",
        ),
        ("Mötet hölls i Exempelstad.", StatementKind.OTHER, None, None),
    ],
)
def test_statements_are_typed(
    words_: str, kind: StatementKind, modality: Modality | None, actor: str | None
) -> None:
    statement = classify(words_)
    assert (statement.kind, statement.modality) == (kind, modality)
    assert actor is None or actor in statement.actors
