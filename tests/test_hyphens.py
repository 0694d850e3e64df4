"""Line ends: what the document writes elsewhere decides, then the Swedish word list."""

import pytest

from ingest.hyphens import Vocabulary, join_lines
from ingest.traced import TracedText
from ingest.wordlist import is_word

NOTHING = Vocabulary.of([])


def joined(*lines: str) -> str:
    return join_lines([TracedText.on_page(line, 1, 0) for line in lines], NOTHING).text


@pytest.mark.parametrize(
    ("left", "right", "separator"),
    [
        ("hälso", "och", "- "),
        ("ST", "och", "- "),
        ("18", "och", "- "),
        ("läns", "eller", "- "),
        ("efter", "som", ""),
        ("trygghetslar", "men", ""),
        ("gemen", "samt", ""),
        ("kom", "mun", ""),
        ("arbets", "plats", ""),
        ("patient", "säkerhet", ""),
        ("läkemedels", "hantering", ""),
        ("samordnings", "funktion", ""),
        ("urinvägsinfekt", "ioner", ""),
        ("Örnsköldsviks", "regionen", ""),
        ("Nykar", "leby", ""),
        ("Wax", "holm", ""),
        ("(fi", "gur", ""),
        ("”Omsorgsförvalt", "ningen", ""),
        ("2,2-Trifluor-1-kloretyldifluor", "metyleter", ""),
        ("familje", "o", "- "),
        ("av", "luftas", ""),
        ("VAD", "STENA", ""),
        ("PSYK", "E", "-"),
        ("KOMPETENS", "FÖRSÖRJNING", ""),
        ("it", "stöd", "-"),
        ("id", "band", "-"),
        ("e", "tjänst", "-"),
        ("tal", "till-text", "-"),
        ("tal-till", "text", "-"),
        ("icke", "farmakologisk", "-"),
        ("ssk", "bemanning", "-"),
        ("MAS", "funktionen", "-"),
        ("HSLF", "FS", "-"),
        ("SS", "EN", "-"),
        ("Karl", "Erik", "-"),
        ("Bo", "Göran", "-"),
        ("2017", "2018", "-"),
        ("covid", "19", "-"),
        ("10-års", "period", ""),
        ("co", "vid-19-pandemin", ""),
        ("e-tjäns", "ter", ""),
        ("landsting/regi", "oner", ""),
        ("https://www.socialstyrelsen.se/statistik-och", "data", "-"),
    ],
)
def test_the_word_list_decides(left: str, right: str, separator: str) -> None:
    assert NOTHING.separator(left, right) == separator


@pytest.mark.parametrize(
    ("seen", "left", "right", "separator"),
    [
        ("ett hbtqi-par", "hbtqi", "personer", "-"),
        ("flera ana-lyser", "ana", "lyser", ""),
        ("det heter masfunktionen", "mas", "funktionen", ""),
        ("varje mas-enhet", "mas", "funktionen", "-"),
        ("ett itstöd och ett it-stöd", "it", "stöd", ""),
    ],
)
def test_the_document_goes_before_the_list(
    seen: str, left: str, right: str, separator: str
) -> None:
    assert Vocabulary.of([seen]).separator(left, right) == separator


def test_a_word_broken_at_a_line_end_is_no_example() -> None:
    assert Vocabulary.of(["varje itstöd-"]).separator("it", "stöd") == "-"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ledningsfunk", "tionen"),
        ("sjuksköter", "skor"),
        ("kompetensutveck", "ling"),
        ("dokumenta", "tion"),
    ],
)
def test_a_word_broken_without_a_hyphen_is_seen(left: str, right: str) -> None:
    assert NOTHING.breaks_word(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("vård", "plan"),
        ("patient", "säkerhet"),
        ("i", "dag"),
        ("Carema", "vård"),
        ("bvc", "mottagning"),
        ("kommer", "at"),
        ("med", "skatteförvaltningarna"),
        ("ledningsfunk", "Regionen"),
        ("2017", "2018"),
        ("kommunen", "ansvarar"),
    ],
)
def test_two_words_are_not_taken_for_one(left: str, right: str) -> None:
    assert not NOTHING.breaks_word(left, right)


def test_lines_are_joined() -> None:
    assert joined("varje kom-", "mun ger hälso-", "och sjukvård") == (
        "varje kommun ger hälso- och sjukvård"
    )
    assert joined("vård-", "och/eller omsorg") == "vård- och/eller omsorg"
    assert joined("tal-", "till-text") == "tal-till-text"
    assert joined("kliniknära bo-", "ende- och vårdformer") == "kliniknära boende- och vårdformer"


@pytest.mark.parametrize(
    "word", ["kommunen", "läkemedelshantering", "gatunät", "kyrkoråd", "äldreomsorgsplan"]
)
def test_swedish_words_and_compounds_are_known(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize("word", ["tionen", "itstöd", "hälsooch", "vårdennär"])
def test_pieces_and_misreadings_are_no_words(word: str) -> None:
    assert not is_word(word)
