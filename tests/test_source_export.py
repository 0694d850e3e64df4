"""RIS and BibTeX, read back by the libraries that read them."""

from typing import Any

import bibtexparser.entrypoint
import pytest
import rispy
from bibtexparser.model import Entry

from ingest.description import UNKNOWN_PUBLISHER
from ingest.document import Number, NumberKind
from server.source_export import bibtex, ris
from tests.citing import ARTICLE, TODAY, URL, Quoted, cited, document, law

REPORT = document(numbers=(ARTICLE,), edition="Utgåva 2")
HOSTILE = document(
    "50 % & _mer_ #1 {av} \\allt} ~ ^ $x$", 'A, "B" och {C}', source="https://x.se/{a}\\%20b c"
)


def read_ris(*quoted: Quoted) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = rispy.loads(ris(cited(quoted).values(), TODAY))
    return entries


def read_bibtex(*quoted: Quoted) -> list[Entry]:
    library = bibtexparser.entrypoint.parse_string(bibtex(cited(quoted).values(), TODAY))
    assert library.failed_blocks == []
    return library.entries


def fields(entry: Entry) -> dict[str, str]:
    return {field.key: field.value for field in entry.fields}


def test_ris_of_a_report() -> None:
    assert read_ris(Quoted(REPORT, "Kommunen ansvarar för det.")) == [
        {
            "type_of_reference": "RPRT",
            "authors": ["Socialstyrelsen"],
            "title": "Vård och omsorg",
            "year": "2020",
            "issn": "Artikelnr 2020-1-1",
            "edition": "Utgåva 2",
            "publisher": "Socialstyrelsen",
            "start_page": "5",
            "language": "sv",
            "urls": [URL],
            "access_date": "2026/11/22",
            "notes": ["s. 5: ”Kommunen ansvarar för det.”"],
        }
    ]


def test_ris_of_a_law() -> None:
    (entry,) = read_ris(Quoted(law(), "Vården ska vara god."))
    assert entry["type_of_reference"] == "STAT"
    assert entry["note"] == "SFS 2017:30"


def test_ris_has_one_entry_a_document_with_a_note_a_quote() -> None:
    quoted = (
        Quoted(REPORT, "Ett.", ("12", "13")),
        Quoted(law(), "Två."),
        Quoted(REPORT, "Tre.", ("7",)),
        Quoted(REPORT, "Fyra.", ("7",)),
    )
    report, statute = read_ris(*quoted)
    assert report["notes"] == ["s. 12–13: ”Ett.”", "s. 7: ”Tre.”", "s. 7: ”Fyra.”"]
    assert report["start_page"] == "7, 12–13"
    assert statute["notes"] == ["s. 5: ”Två.”"]


def test_ris_begins_with_its_first_tag() -> None:
    assert ris(cited([Quoted(REPORT, "Ett.")]).values(), TODAY).startswith("TY  - RPRT\n")


def test_line_break_in_a_quote_begins_no_tag() -> None:
    (entry,) = read_ris(Quoted(document("Titel\nER  - "), "Ett.\r\nTY  - BOOK\n\x00två"))
    assert entry["notes"] == ["s. 5: ”Ett. TY - BOOK två”"]
    assert entry["title"] == "Titel ER -"


def test_unknown_particulars_are_left_out() -> None:
    unknown = document(publisher=UNKNOWN_PUBLISHER, year=None, source=None)
    (entry,) = read_ris(Quoted(unknown, "Ett."))
    assert entry["issn"] == "Filen rapport-2020.pdf"
    assert not {"authors", "publisher", "year", "urls", "access_date"} & set(entry)
    (in_bibtex,) = read_bibtex(Quoted(unknown, "Ett."))
    assert set(fields(in_bibtex)) == {"title", "number", "language", "note"}


def test_bibtex_of_a_report() -> None:
    (entry,) = read_bibtex(Quoted(REPORT, "Ett.", ("5", "6")), Quoted(REPORT, "Två.", ("3",)))
    assert entry.entry_type == "techreport"
    assert entry.key == "socialstyrelsen2020-01234567"
    assert fields(entry) == {
        "author": "{Socialstyrelsen}",
        "title": "{Vård och omsorg}",
        "institution": "{Socialstyrelsen}",
        "year": "2020",
        "number": "Artikelnr 2020-1-1",
        "edition": "Utgåva 2",
        "language": "sv",
        "note": "s. 3, 5–6",
        "url": URL,
        "urldate": "2026-11-22",
    }


def test_bibtex_of_a_law() -> None:
    (entry,) = read_bibtex(Quoted(law(), "Ett."))
    assert entry.entry_type == "misc"
    assert fields(entry)["howpublished"] == "SFS 2017:30"


def test_bibtex_escapes_what_tex_would_take_for_itself() -> None:
    (entry,) = read_bibtex(Quoted(HOSTILE, "Ett."))
    found = fields(entry)
    assert found["title"] == (
        r"{50 \% \& \_mer\_ \#1 \textbraceleft{}av\textbraceright{} "
        r"\textbackslash{}allt\textbraceright{} \textasciitilde{} \textasciicircum{} \$x\$}"
    )
    assert found["author"] == r'{A, "B" och \textbraceleft{}C\textbraceright{}}'
    assert found["url"] == "https://x.se/%7Ba%7D%5C%20b%20c"


def test_braces_of_bibtex_are_balanced() -> None:
    text = bibtex(cited([Quoted(HOSTILE, "Ett.")]).values(), TODAY)
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("publisher", ["Socialstyrelsen", "Ärztekammer", "厚生労働省", "123"])
def test_keys_are_plain_and_each_document_has_its_own(publisher: str) -> None:
    several = [Quoted(document(publisher=publisher, id=f"{n:016}"[::-1]), "Ett.") for n in range(9)]
    keys = [entry.key for entry in read_bibtex(*several)]
    assert len(set(keys)) == 9
    assert all(key.isascii() and key.replace("-", "").isalnum() for key in keys)


def test_key_of_a_document_is_the_same_in_every_list() -> None:
    alone = read_bibtex(Quoted(REPORT, "Ett."))
    among = read_bibtex(Quoted(document(id="another"), "Två."), Quoted(REPORT, "Ett."))
    assert alone[0].key == among[1].key


def test_letters_of_a_list_stay_out_of_the_year() -> None:
    several = [Quoted(document(id=f"{n}" * 16), "Ett.") for n in range(2)]
    assert [entry["year"] for entry in read_ris(*several)] == ["2020", "2020"]
    assert [fields(entry)["year"] for entry in read_bibtex(*several)] == ["2020", "2020"]


def test_number_of_every_kind_is_said() -> None:
    numbers = (Number(NumberKind.CASE, "VON 2022/187"),)
    (entry,) = read_bibtex(Quoted(document(numbers=numbers), "Ett."))
    assert fields(entry)["number"] == "Dnr VON 2022/187"
