"""What a document is, read off a file that nobody has described."""

from datetime import date
from pathlib import Path

import pytest

from ingest.clues import Clues
from ingest.description import describe
from ingest.document import Description, Kind, NumberKind, Validity
from ingest.parsing import parse_pdf
from tests.pdfs import Gap, Heading, Line, make_pdf, paragraph

BODY = paragraph("Verksamheten ska ha en rutin som är känd av alla som arbetar där. " * 8)
REGION = paragraph("Region Exempellän svarar för att avtalet följs upp under året. " * 8)


def described(
    tmp_path: Path, *pages: list[Line], name: str = "fil.pdf", title: str = "", author: str = ""
) -> Description:
    path = make_pdf(tmp_path / name, pages, title=title, author=author)
    return describe(parse_pdf(path).clues, path, {})


def number(description: Description, kind: NumberKind) -> str | None:
    return next((n.value for n in description.numbers if n.kind is kind), None)


def test_what_nobody_states_is_guessed_and_marked(tmp_path: Path) -> None:
    page = [Heading("Uppföljning av avtal"), *REGION]
    found = described(tmp_path, page, name="uppfoljning-2022.pdf")
    assert found.title == "Uppföljning av avtal"
    assert found.publisher == "Region Exempellän"
    assert (found.year, found.kind) == (2022, Kind.FOLLOW_UP)
    assert set(found.guessed) == {"title", "publisher", "year", "kind"}


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - utkast.docx",
        "PowerPoint-presentation",
        "Rapportmall 2020",
        "untitled",
        "a1b2c3d4-e5f6",
        "rapport_slutlig_v3",
        "Helt andra ting",
    ],
)
def test_a_title_that_a_program_or_a_template_made_is_not_believed(
    tmp_path: Path, title: str
) -> None:
    found = described(tmp_path, [Heading("Rutin för avvikelser"), *BODY], title=title)
    assert found.title == "Rutin för avvikelser"


def test_a_title_over_several_lines_is_read_whole_and_in_its_own_capitals(tmp_path: Path) -> None:
    page = [Heading("RIKTLINJE FÖR DELEGERING AV HÄLSO- OCH"), Heading("SJUKVÅRD"), Gap(), *BODY]
    assert described(tmp_path, page).title == "RIKTLINJE FÖR DELEGERING AV HÄLSO- OCH SJUKVÅRD"


def test_a_word_divided_in_a_title_is_put_together(tmp_path: Path) -> None:
    page = [Heading("Riktlinje för läkemedels-"), Heading("hantering"), Gap(), *BODY]
    assert described(tmp_path, page).title == "Riktlinje för läkemedelshantering"


def test_a_section_heading_is_no_title(tmp_path: Path) -> None:
    page = [Heading("Förord"), *BODY]
    assert described(tmp_path, page, name="min-rapport.pdf").title == "Min rapport"


def test_a_regulation_is_told_by_its_number_and_titled_by_its_rubric(tmp_path: Path) -> None:
    page: list[Line] = [
        "Exempelmyndighetens",
        "författningssamling",
        Gap(),
        "HSLF-FS",
        "2017:37",
        Gap(),
        Heading("Exempelmyndighetens föreskrifter och allmänna"),
        Heading("råd om ordination av läkemedel;"),
        "beslutade den 14 juni 2017.",
        Gap(),
        *BODY,
    ]
    end = paragraph(
        "1. Denna författning träder i kraft den 1 januari 2018. 2. Genom denna författning "
        "upphävs Exempelmyndighetens föreskrifter (HSLF-FS 2016:40) om läkemedel."
    )
    found = described(tmp_path, page, end)
    assert found.title == (
        "Exempelmyndighetens föreskrifter och allmänna råd om ordination av läkemedel"
    )
    assert (found.publisher, found.year, found.kind) == (
        "Exempelmyndigheten",
        2017,
        Kind.REGULATION,
    )
    assert number(found, NumberKind.SERIES) == "HSLF-FS 2017:37"
    assert found.validity == Validity(date(2018, 1, 1), None)
    assert found.replaces == ("Exempelmyndighetens föreskrifter (HSLF-FS 2016:40) om läkemedel",)


def test_a_regulation_that_is_only_cited_gives_no_number(tmp_path: Path) -> None:
    cited = paragraph("Rutinen följer föreskrifterna (HSLF-FS 2017:37) och lagen i SFS 2017:30.")
    assert described(tmp_path, [Heading("Rutin"), *cited, *BODY]).numbers == ()


def test_a_table_of_facts_gives_number_validity_edition_and_what_is_replaced(
    tmp_path: Path,
) -> None:
    page: list[Line] = [
        Heading("Riktlinje för delegering"),
        "Fastställd av nämnden 2023-01-24",
        "Diarienummer: VON 2022/187",
        "Giltighetstid 1 april 2023–31 mars 2026",
        "Version 2.1",
        "Ersätter riktlinje dnr VON 2018/4, version 1.0, fastställd 2018-05-14",
        Gap(),
        *BODY,
    ]
    found = described(tmp_path, page)
    assert found.year == 2023
    assert number(found, NumberKind.CASE) == "VON 2022/187"
    assert found.validity == Validity(date(2023, 4, 1), date(2026, 3, 31))
    assert found.edition == "Version 2.1"
    assert found.replaces == ("riktlinje dnr VON 2018/4, version 1.0, fastställd 2018-05-14",)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("Gäller 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("Giltig till och med 2024-12-31", None, date(2024, 12, 31)),
        ("Gäller från och med den 1 mars 2022", date(2022, 3, 1), None),
        ("Avtalstid: 2022-09-26 till 2026-09-25", date(2022, 9, 26), date(2026, 9, 25)),
    ],
)
def test_validity_is_read_in_its_usual_words(
    tmp_path: Path, words: str, first: date | None, last: date | None
) -> None:
    found = described(tmp_path, [Heading("Avtal om vård"), words, Gap(), *BODY])
    assert found.validity == Validity(first, last)


def test_the_years_in_an_agreements_title_are_when_it_applies(tmp_path: Path) -> None:
    page = [Heading("Överenskommelse om god vård 2017–2018"), *BODY]
    assert str(described(tmp_path, page).validity) == "2017–2018"


def test_the_years_in_a_reports_title_are_not(tmp_path: Path) -> None:
    page = [Heading("Uppföljning av avtalen 2016–2018"), *BODY]
    assert described(tmp_path, page).validity is None


def test_the_colophon_gives_year_article_number_and_isbn(tmp_path: Path) -> None:
    colophon: list[Line] = [
        "Artikelnummer 2017-2-2",
        "ISBN 978-91-7555-410-5",
        "Publicerad www.exempel.se, mars 2017",
    ]
    contents: list[Line] = ["Referenser från 2030 och senare", *BODY]
    found = described(tmp_path, [Heading("Vård om äldre"), *BODY], contents, colophon)
    assert found.year == 2017
    assert number(found, NumberKind.ARTICLE) == "2017-2-2"
    assert number(found, NumberKind.ISBN) == "978-91-7555-410-5"


def test_a_number_that_fails_its_check_digit_is_no_isbn(tmp_path: Path) -> None:
    found = described(tmp_path, [Heading("Vård"), "ISBN 978-91-7555-410-6", Gap(), *BODY])
    assert found.numbers == ()


def test_the_place_and_month_of_printing_give_the_year(tmp_path: Path) -> None:
    page = [Heading("Vård i hemmet"), "Stockholm, januari 2020", Gap(), *BODY]
    later = paragraph("Målen ska vara nådda 2035. " * 8)
    assert described(tmp_path, page, later).year == 2020


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Uppföljning av överenskommelsen", Kind.FOLLOW_UP),
        ("Riktlinje för uppföljning", Kind.GUIDELINE),
        ("Delöverenskommelse om läkarmedverkan", Kind.SUBAGREEMENT),
        ("Överenskommelse om uppföljning", Kind.AGREEMENT),
        ("Utredning om föreskrifterna", Kind.INQUIRY),
    ],
)
def test_the_first_word_that_names_a_kind_decides(tmp_path: Path, title: str, kind: Kind) -> None:
    assert described(tmp_path, [Heading(title), *BODY]).kind is kind


def test_minutes_are_called_so_in_their_title(tmp_path: Path) -> None:
    page: list[Line] = ["Sammanträdesprotokoll", Heading("Vård- och omsorgsnämnden"), *BODY]
    found = described(tmp_path, page)
    assert found.kind is Kind.MINUTES
    assert found.title == "Protokoll, Vård- och omsorgsnämnden"


def test_a_person_is_no_publisher(tmp_path: Path) -> None:
    found = described(tmp_path, REGION, author="Anna Andersson")
    assert found.publisher == "Region Exempellän"


def test_a_municipality_goes_before_its_department(tmp_path: Path) -> None:
    page: list[Line] = ["Granby kommun, vård- och omsorgsförvaltningen", Heading("Rutin"), *BODY]
    assert described(tmp_path, page).publisher == "Granby kommun"


def test_a_publisher_in_the_genitive_is_named_without(tmp_path: Path) -> None:
    page = [Heading("Socialstyrelsens bedömning"), *BODY]
    assert described(tmp_path, page).publisher == "Socialstyrelsen"


def test_a_list_of_organisations_is_no_publisher(tmp_path: Path) -> None:
    members: list[Line] = [f"{name} kommun" for name in ("Alby", "Broby", "Granby", "Tallby")]
    page = [Heading("Medlemmar"), *members, Gap(), *BODY]
    assert described(tmp_path, page).publisher == "Okänd utgivare"


def test_years_are_not_taken_from_before_the_case_was_opened() -> None:
    clues = Clues(title="Avrop IT-tjänster 2021", case_year=2023)
    assert describe(clues, Path("avrop.pdf"), {}).year == 2023
