"""A conversation as a Word document, opened by python-docx and as the XML that it is."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.document import Document

from server.schema import AskOut, RefusalOut
from server.word_file import word_file
from tests.citing import TODAY, Quoted, cited, document, law, turn

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SITE = "http://belagg.exempel.se"
LONG = "ö" * 5000
HOSTILE = "<script>alert('1')</script> &amp; \x00\x0b\ufffe\ud800]]> \u202eomvänt"
REFUSAL = RefusalOut(reason="not_in_sources", message="Nedan finns.", missing=("Umeå", "2019"))

QUOTED = (
    Quoted(document(), "MAS ansvarar för rutinen."),
    Quoted(law(), "Vården ska vara god.", ("7", "8")),
    Quoted(document(), "Ett annat citat."),
)
TURNS = (
    turn("Vad ansvarar MAS för?", [("MAS ansvarar för rutinen.", (1,)), ("Vård.", (2, 3))]),
    turn("Och i Umeå?", refusal=REFUSAL),
)


def made(turns: Sequence[AskOut] = TURNS, quoted: Sequence[Quoted] = QUOTED) -> bytes:
    return word_file(turns, cited(quoted), TODAY, SITE)


def opened(file: bytes) -> Document:
    return docx.Document(io.BytesIO(file))


def part(file: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None
        return ElementTree.fromstring(archive.read(name))


def notes(file: bytes) -> dict[str, str]:
    """The text of each footnote by its id, without the separators."""
    return {
        note.get(f"{W}id"): "".join(text.text for text in note.iter(f"{W}t")).strip()
        for note in part(file, "word/footnotes.xml").iter(f"{W}footnote")
        if note.get(f"{W}type") is None
    }


def test_content_in_its_order() -> None:
    shown = [(p.style.name if p.style else "", p.text) for p in opened(made()).paragraphs]
    assert shown == [
        ("Title", "Svar från Belägg"),
        ("Subtitle", "22 november 2026"),
        ("Heading 1", "Vad ansvarar MAS för?"),
        ("Normal", "MAS ansvarar för rutinen."),
        ("Normal", "Vård., "),
        ("Heading 1", "Och i Umeå?"),
        ("Normal", "Dokumenten besvarar inte frågan."),
        ("Normal", "Saknas i detta sammanhang: Umeå, 2019"),
        ("Heading 1", "Källor"),
        ("Bibliography", "SFS 2017:30. Hälso- och sjukvårdslag. https://exempel.se/rapport.pdf"),
        (
            "Bibliography",
            "Socialstyrelsen. (2020). Vård och omsorg. https://exempel.se/rapport.pdf",
        ),
        ("Normal", "Svaren är ordagranna citat som har valts maskinellt. Läs dem i sin källa."),
    ]


def test_titles_are_in_italics() -> None:
    listed = [p for p in opened(made()).paragraphs if p.style and p.style.name == "Bibliography"]
    italics = [[run.text for run in p.runs if run.italic] for p in listed]
    assert italics == [["Hälso- och sjukvårdslag"], ["Vård och omsorg"]]


def test_footnotes_tell_source_page_and_quote() -> None:
    assert list(notes(made()).values()) == [
        "Socialstyrelsen (2020), Vård och omsorg, s. 5. Läs på sidan",
        "SFS 2017:30, Hälso- och sjukvårdslag, s. 7–8. ”Vården ska vara god.” Läs på sidan",
        "Socialstyrelsen (2020), Vård och omsorg, s. 5. ”Ett annat citat.” Läs på sidan",
    ]


def test_every_citation_has_its_footnote() -> None:
    file = made()
    marks = part(file, "word/document.xml").iter(f"{W}footnoteReference")
    assert [mark.get(f"{W}id") for mark in marks] == list(notes(file)) == ["1", "2", "3"]


def test_footnotes_are_a_part_of_the_document() -> None:
    file = made()
    types = {
        one.get("PartName"): one.get("ContentType")
        for one in part(file, "[Content_Types].xml")
        if one.get("PartName")
    }
    assert types["/word/footnotes.xml"].endswith("wordprocessingml.footnotes+xml")
    related = {one.get("Type"): one.get("Target") for one in relationships(file, "document")}
    assert related[f"{R[1:-1]}/footnotes"] == "footnotes.xml"
    first = list(part(file, "word/footnotes.xml"))[:2]
    assert [one.get(f"{W}type") for one in first] == ["separator", "continuationSeparator"]


def relationships(file: bytes, name: str) -> list[Any]:
    return list(part(file, f"word/_rels/{name}.xml.rels"))


def test_links_lead_to_the_quote_on_its_page() -> None:
    file = made()
    targets = {one.get("Id"): one.get("Target") for one in relationships(file, "footnotes")}
    links = part(file, "word/footnotes.xml").iter(f"{W}hyperlink")
    assert [targets[link.get(f"{R}id")] for link in links] == [
        f"{SITE}/dokument/0123456789abcdef/sida/5?citat=a.0.1",
        f"{SITE}/dokument/fedcba9876543210/sida/7?citat=a.0.2",
        f"{SITE}/dokument/0123456789abcdef/sida/5?citat=a.0.3",
    ]


def test_styles_of_the_footnotes_are_words_own() -> None:
    file = made()
    styles = {style.style_id: style.name for style in opened(file).styles}
    used = {
        styles[one.get(f"{W}val")]
        for tag in ("pStyle", "rStyle")
        for one in part(file, "word/footnotes.xml").iter(f"{W}{tag}")
    }
    assert used == {"footnote text", "footnote reference", "Hyperlink"}


def test_document_is_swedish_and_on_a4() -> None:
    file = made()
    languages = part(file, "word/styles.xml").iter(f"{W}lang")
    assert {language.get(f"{W}val") for language in languages} == {"sv-SE"}
    section = opened(file).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_properties_tell_what_it_is() -> None:
    properties = opened(made()).core_properties
    assert properties.title == "Vad ansvarar MAS för?"
    assert properties.author == properties.last_modified_by == "Belägg"
    assert properties.language == "sv-SE"
    assert properties.created is not None
    assert properties.created.replace(tzinfo=None) == datetime(2026, 11, 22)


@pytest.mark.parametrize("text", [HOSTILE, LONG, HOSTILE + LONG])
def test_no_text_breaks_the_file(text: str) -> None:
    hostile = document(text, text, edition=text)
    file = made([turn(text, [(text + "1", (1,))])], [Quoted(hostile, text)])
    shown = opened(file)
    clean = "<script>alert('1')</script> &amp; ]]> \u202eomvänt" if text.startswith("<") else ""
    clean += LONG if text.endswith(LONG) else ""
    assert shown.paragraphs[2].text == clean
    assert f"”{clean}”" in notes(file)["1"]
    assert len(shown.core_properties.title) <= 255
    assert not list(part(file, "word/document.xml").iter("script"))


def test_conversation_without_an_answer_has_no_list_of_sources() -> None:
    file = made([turn("Och i Umeå?", refusal=REFUSAL)], [])
    assert "Källor" not in [p.text for p in opened(file).paragraphs]
    assert notes(file) == {}


def test_answer_worded_by_a_model_is_not_said_to_be_quotes() -> None:
    answered = turn("Vad ansvarar MAS för?", [("MAS svarar för rutinen.", (1,))])
    assert answered.answer
    worded = answered.answer.model_copy(update={"origin": "model"})
    file = made([answered.model_copy(update={"answer": worded})], QUOTED[:1])
    last = opened(file).paragraphs[-1].text
    assert last.startswith("Svaren är formulerade av en språkmodell")
