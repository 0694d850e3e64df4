"""Every letter of a page is in a passage, a heading, left out for a reason, or lost."""

from pathlib import Path

import pytest

from ingest.document import Content, LeftOut, Page, Reason, Remark, Role
from ingest.reading import LeftOutCount, SetAside, reading_of
from ingest.uncovered import uncovered
from tests.contents import pages_of, passage, place
from tests.pdfs import Gap, Heading, make_pdf


@pytest.fixture
def pages(tmp_path: Path) -> tuple[Page, ...]:
    pdf = make_pdf(
        tmp_path / "fil.pdf",
        [
            [Heading("Ansvar och roller"), Gap(), "Kommunen svarar.", "Rad som glömts."],
            [Heading("Källor"), Gap(), "Lag (2017:30)."],
        ],
        footer="Sida {page}",
    )
    return pages_of(pdf)


def stretches(page: Page, found: tuple[tuple[int, int], ...]) -> list[str]:
    return [page.text[start:end] for start, end in found]


def test_what_is_in_nothing_is_lost(pages: tuple[Page, ...]) -> None:
    first = pages[0]
    content = Content(
        pages, (passage(0, [(first, "Kommunen svarar.")], ("Ansvar och roller",)),), ()
    )
    lost = stretches(first, uncovered(content)[1].lost)
    assert "Rad som glömts" in lost
    assert "Sida 1" in lost


def test_heading_of_a_passage_is_not_lost(pages: tuple[Page, ...]) -> None:
    first = pages[0]
    content = Content(
        pages, (passage(0, [(first, "Kommunen svarar.")], ("Ansvar och roller",)),), ()
    )
    found = uncovered(content)[1]
    assert stretches(first, found.headings) == ["Ansvar och roller"]
    assert "Ansvar och roller" not in stretches(first, found.lost)


def test_heading_without_a_passage_below_it_is_lost(pages: tuple[Page, ...]) -> None:
    content = Content(pages, (passage(0, [(pages[0], "Kommunen svarar.")]),), ())
    assert "Källor" in stretches(pages[1], uncovered(content)[2].lost)


def test_heading_over_two_lines_is_found(tmp_path: Path) -> None:
    pdf = make_pdf(
        tmp_path / "fil.pdf", [[Heading("Lång rubrik"), Heading("på två rader"), "Text."]]
    )
    (page,) = pages_of(pdf)
    section = ("Lång rubrik på två rader",)
    found = uncovered(Content((page,), (passage(0, [(page, "Text.")], section),), ()))[1]
    assert stretches(page, found.headings) == ["Lång rubrik", "på två rader"]
    assert found.lost == ()


def test_left_out_with_a_reason_is_not_lost(pages: tuple[Page, ...]) -> None:
    first = pages[0]
    left = LeftOut(1, *place(first, "Sida 1"), Reason.RUNNING)
    assert "Sida 1" not in stretches(first, uncovered(Content(pages, (), (), (left,)))[1].lost)


def test_reading_counts_what_became_of_the_file(pages: tuple[Page, ...]) -> None:
    first, second = pages
    content = Content(
        pages=(first, Page(2, "2", second.text, recognised=True)),
        passages=(
            passage(0, [(first, "Kommunen svarar.")], ("Ansvar och roller",)),
            passage(1, [(second, "Lag (2017:30).")], ("Källor",), Role.REFERENCES),
        ),
        sentences=(),
        left_out=tuple(
            LeftOut(page.number, *place(page, f"Sida {page.number}"), Reason.RUNNING)
            for page in pages
        ),
        remarks=(Remark(2, "Sidan är inskannad."),),
    )
    reading = reading_of(content)
    assert (reading.pages, reading.recognised) == (2, 1)
    assert reading.left_out == (LeftOutCount(Reason.RUNNING, places=2, characters=10),)
    assert reading.set_aside == (SetAside(Role.REFERENCES, 1),)
    assert reading.lost == len("Radsomglömts")
    assert reading.remarks == content.remarks
