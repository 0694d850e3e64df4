"""A conversation as a Word document: its answers with their sources as footnotes, and the list
of sources, ready to go on writing in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from server.citation_styles import apa_entry, day_in_words, pages
from server.citation_text import Stretch, Stretches, italic, tidy
from server.cited import Cited
from server.schema import AskOut, SentenceOut
from server.word_footnotes import Footnotes, add_link

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_QUOTED = "Svaren är ordagranna citat som har valts maskinellt. Läs dem i sin källa."
_WORDED = (
    "Svaren är formulerade av en språkmodell med citaten i fotnoterna som grund. Läs citaten i "
    "sin källa."
)
_UNANSWERED = "Dokumenten besvarar inte frågan."
_SOURCES = "Bibliography"
# That of the core properties.
_LONGEST_TITLE = 255


def word_file(turns: Sequence[AskOut], cited: Mapping[int, Cited], made: date, site: str) -> bytes:
    """`site` goes before the links to pages."""
    document = docx.Document()
    _set_up(document, tidy(turns[0].question)[:_LONGEST_TITLE], made)
    footnotes = Footnotes(document)
    document.add_heading("Svar från Belägg", level=0)
    document.add_paragraph(day_in_words(made).capitalize(), style="Subtitle")
    for turn in turns:
        document.add_heading(tidy(turn.question), level=1)
        for sentence in turn.answer.sentences if turn.answer else ():
            paragraph = document.add_paragraph(tidy(sentence.text))
            for number in sentence.citations:
                _write_note(footnotes.add(paragraph), cited[number], sentence, site)
        if turn.refusal:
            # Its own message speaks of what the page shows below it.
            document.add_paragraph(_UNANSWERED)
            if turn.refusal.missing:
                missing = tidy(", ".join(turn.refusal.missing))
                document.add_paragraph(f"Saknas i detta sammanhang: {missing}")
    if cited:
        _write_sources(document, cited)
        worded = any(turn.answer and turn.answer.origin == "model" for turn in turns)
        document.add_paragraph(_WORDED if worded else _QUOTED)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _write_note(note: Paragraph, cited: Cited, sentence: SentenceOut, site: str) -> None:
    source = cited.source
    named = source.official or (f"{source.author} ({source.year})" if source.author else None)
    lead = (Stretch(f"{named}, "),) if named else ()
    year = f" ({source.year})" if not named else ""
    _write(note, (*lead, italic(source.title), Stretch(f"{year}, {pages(cited.labels)}. ")))
    quote = tidy(cited.citation.quote)
    if quote != tidy(sentence.text):
        note.add_run(f"”{quote}” ")
    add_link(note, site + cited.citation.page_url, "Läs på sidan")


def _write_sources(document: Document, cited: Mapping[int, Cited]) -> None:
    document.add_heading("Källor", level=1)
    sources = {one.source.document.id: one.source for one in cited.values()}
    for source in sorted(sources.values(), key=lambda source: source.sort_key):
        _write(document.add_paragraph(style=_SOURCES), apa_entry(source))


def _write(paragraph: Paragraph, stretches: Stretches) -> None:
    for stretch in stretches:
        paragraph.add_run(stretch.text).italic = stretch.italic or None


def _set_up(document: Document, title: str, made: date) -> None:
    """Swedish, on A4, in styles that keep Word's own names; python-docx's template is American
    and blue."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")
    for name in ("Title", "Subtitle", "Heading 1"):
        document.styles[name].font.color.rgb = RGBColor(0, 0, 0)
    for line in list(document.styles["Title"].element.iter(qn("w:pBdr"))):
        line.getparent().remove(line)
    listed = document.styles.add_style(_SOURCES, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    listed.base_style = document.styles["Normal"]
    listed.paragraph_format.left_indent = Cm(1.25)
    listed.paragraph_format.first_line_indent = Cm(-1.25)
    listed.paragraph_format.space_after = Pt(6)
    properties = document.core_properties
    properties.title = title
    properties.author = properties.last_modified_by = "Belägg"
    properties.created = properties.modified = datetime.combine(made, time())
    properties.language = "sv-SE"
    properties.comments = ""
