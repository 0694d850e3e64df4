"""What templates do with text and figures."""

import pytest

from server.templating import around, grouped

PASSAGE = "MAS ansvarar för att\n• rutinerna är\nsäkra\n• avvikelser följs upp"


def test_quote_is_found_over_the_lines_of_its_passage() -> None:
    assert around(PASSAGE, "rutinerna är säkra") == (
        "MAS ansvarar för att\n• ",
        "rutinerna är\nsäkra",
        "\n• avvikelser följs upp",
    )


def test_quote_that_is_the_whole_passage_has_nothing_around_it() -> None:
    assert around("Rutinen är känd.", "Rutinen är känd.") is None


def test_quote_of_another_passage_is_not_found() -> None:
    assert around(PASSAGE, "Kommunen ansvarar.") is None


def test_characters_of_a_quote_are_not_a_pattern() -> None:
    assert around("a (b.) c", "(b.)") == ("a ", "(b.)", " c")


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (9999, "9999"), (10_000, "10\u00a0000"), (1_234_567, "1\u00a0234\u00a0567")],
)
def test_thousands_are_parted_from_five_figures_on(number: int, written: str) -> None:
    assert grouped(number) == written
