"""The table that ends an ingest."""

from pathlib import Path

import pytest
from rich.console import Console

from index.build import Outcome, Report, Status
from ingest.document import Reason, Remark, Role
from ingest.reading import LeftOutCount, Reading, SetAside
from server.ingest_report import report_table

READING = Reading(
    pages=12,
    recognised=3,
    left_out=(LeftOutCount(Reason.PAGE_NUMBER, 12, 24), LeftOutCount(Reason.BROKEN, 1, 310)),
    set_aside=(SetAside(Role.REFERENCES, 4),),
    lost=0,
    remarks=tuple(Remark(page, f"Anmärkning {page}.") for page in range(1, 8)),
)


def shown(outcome: Outcome) -> str:
    console = Console(width=200)
    with console.capture() as capture:
        console.print(report_table(Report((outcome,), "generation-000001", 1)))
    return capture.get()


def outcome(reading: Reading | None, path: str = "a.pdf") -> Outcome:
    return Outcome(Path(path), Status.NEW, 12, 90, reading=reading)


@pytest.mark.parametrize(
    "words",
    [
        "Inläst ur bild (OCR): 3 av 12 sidor",
        "Utelämnat: sidnummer på 12 ställen, oläslig text på 1 ställe",
        "Svarar inte på frågor: källförteckning 4 avsnitt",
        "Sidan 3: Anmärkning 3.",
        "… och 4 till: belagg inspect a.pdf",
    ],
)
def test_table_tells_how_the_file_was_read(words: str) -> None:
    assert words in shown(outcome(READING))


def test_remarks_beyond_a_few_are_only_counted() -> None:
    assert "Anmärkning 4." not in shown(outcome(READING))


def test_lost_letters_are_told_with_the_command_that_shows_them() -> None:
    table = shown(outcome(Reading(1, 0, (), (), 87, ()), "min rapport.pdf"))
    assert "Varken inläst eller redovisat: 87 tecken" in table
    assert "belagg inspect 'min rapport.pdf'" in table


def test_brackets_in_a_remark_are_shown_as_they_are() -> None:
    reading = Reading(1, 0, (), (), 0, (Remark(1, "Tecknet [bold] saknas."),))
    assert "Tecknet [bold] saknas." in shown(outcome(reading, "a [1].pdf"))
    assert "a [1].pdf" in shown(outcome(reading, "a [1].pdf"))


def test_unchanged_file_has_only_its_counts() -> None:
    table = shown(Outcome(Path("a.pdf"), Status.UNCHANGED, 12, 90))
    assert "oförändrad" in table
    assert "Utelämnat" not in table
