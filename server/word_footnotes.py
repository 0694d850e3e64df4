"""Footnotes in a Word document. python-docx 1.2 has none of its own, so the part that holds them
is added here (ECMA-376 part 1, 11.3.7 and 17.11)."""

from typing import cast

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.paragraph import CT_P
from docx.package import Package
from docx.parts.story import StoryPart
from docx.shared import Pt
from docx.text.paragraph import Paragraph

# Word's own names, which it shows in the reader's language: Fotnotstext, Fotnotsreferens.
_TEXT = "footnote text"
_MARK = "footnote reference"
# The lines between text and notes, which Word asks for.
_SEPARATORS = f"""<w:footnotes {nsdecls("w", "r")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>
</w:footnote></w:footnotes>"""


class Footnotes:
    """The footnotes of one document, numbered from 1."""

    def __init__(self, document: Document) -> None:
        _add_styles(document)
        name = PackURI("/word/footnotes.xml")
        self._element = parse_xml(_SEPARATORS)
        package = cast(Package, document.part.package)
        self._part = StoryPart(name, CONTENT_TYPE.WML_FOOTNOTES, self._element, package)
        document.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._number = 0

    def add(self, paragraph: Paragraph) -> Paragraph:
        """Marks the end of a paragraph and gives the note's own, to write in."""
        self._number += 1
        if paragraph._p.xpath("(w:r)[last()]/w:footnoteReference"):
            paragraph.add_run(", ", style=_MARK)
        paragraph.add_run(style=_MARK)._r.append(_numbered("w:footnoteReference", self._number))
        note = _numbered("w:footnote", self._number)
        element = cast(CT_P, OxmlElement("w:p"))
        note.append(element)
        self._element.append(note)
        written = Paragraph(element, self._part)
        written.style = _TEXT
        written.add_run(style=_MARK)._r.append(OxmlElement("w:footnoteRef"))
        written.add_run(" ")
        return written


def add_link(paragraph: Paragraph, url: str, text: str) -> None:
    """python-docx reads links but writes none."""
    link = OxmlElement("w:hyperlink")
    relationship = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), relationship)
    link.append(paragraph.add_run(text, style="Hyperlink")._r)
    paragraph._p.append(link)


def _numbered(tag: str, number: int) -> CT_P:
    element = OxmlElement(tag)
    element.set(qn("w:id"), str(number))
    return element


def _add_styles(document: Document) -> None:
    text = document.styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    text.base_style = document.styles["Normal"]
    text.font.size = Pt(9)
    text.paragraph_format.space_after = Pt(2)
    text.paragraph_format.line_spacing = 1.0
    mark = document.styles.add_style(_MARK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    mark.font.superscript = True
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.underline = True
