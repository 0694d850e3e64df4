"""PDFs that lead in circles or too deep: a reader that follows them never comes back."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from tests.raw_pdf import BOX, FONT, TEXT, nested, one_page, stream, write_objects

_DEEP = 100_000
_FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]"


def page_tree(path: Path, depth: int) -> Path:
    """Each node holds the next alone; the last holds the page."""
    last = depth + 4
    node = b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>"
    nodes = (node % (number + 1, number - 1) for number in range(6, last))
    return write_objects(
        path,
        [
            b"<</Type/Catalog/Pages 5 0 R>>",
            FONT,
            b"<</Type/Page/Parent %d 0 R/MediaBox%s/Contents 4 0 R"
            b"/Resources<</Font<</T 2 0 R>>>>>>" % (last, BOX),
            stream(TEXT),
            b"<</Type/Pages/Kids[6 0 R]/Count 1>>",
            *nodes,
            b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent %d 0 R>>" % (last - 1),
        ],
    )


def cyclic_page_tree(path: Path) -> Path:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 3>>",
        b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 2>>",
    ]
    return write_objects(path, objects)


def cyclic_parent(path: Path) -> Path:
    """Whose size and fonts a page inherits for ever."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
        stream(TEXT),
    ]
    return write_objects(path, objects)


def cyclic_form(path: Path) -> Path:
    form = stream(b"/F Do " + TEXT, _FORM + b"/Resources<</XObject<</F 6 0 R>>>>")
    return one_page(
        path, contents=stream(b"/F Do " + TEXT), resources=b"/XObject<</F 6 0 R>>", more=[form]
    )


def deep_forms(path: Path, depth: int) -> Path:
    forms = [
        stream(b"/F Do", _FORM + b"/Resources<</XObject<</F %d 0 R>>>>" % (number + 1))
        for number in range(6, 6 + depth)
    ]
    return one_page(
        path,
        contents=stream(b"/F Do " + TEXT),
        resources=b"/XObject<</F 6 0 R>>",
        more=[*forms, stream(TEXT, _FORM)],
    )


def outline(path: Path, entries: list[bytes]) -> Path:
    return one_page(path, catalogue=b"/Outlines 6 0 R", more=entries)


def deep_outline(path: Path, depth: int) -> Path:
    entry = b"<</Title(Rubrik)/Parent %d 0 R/Dest[3 0 R/Fit]/First %d 0 R/Last %d 0 R>>"
    entries = [b"<</Type/Outlines/First 7 0 R/Last 7 0 R>>"]
    entries += [entry % (number - 1, number + 1, number + 1) for number in range(7, depth + 7)]
    return outline(path, [*entries, b"<</Title(Sist)/Dest[3 0 R/Fit]>>"])


def cyclic_outline(path: Path) -> Path:
    return outline(
        path,
        [
            b"<</Type/Outlines/First 7 0 R/Last 8 0 R>>",
            b"<</Title(Ett)/Parent 6 0 R/Next 8 0 R/First 7 0 R/Dest[3 0 R/Fit]>>",
            b"<</Title(Tre)/Parent 6 0 R/Next 7 0 R/First 6 0 R/Dest[3 0 R/Fit]>>",
        ],
    )


def cyclic_names(path: Path) -> Path:
    names = [b"<</Kids[6 0 R]>>", b"<</Title(Ett)/Dest(namn)>>", b"<</First 7 0 R/Last 7 0 R>>"]
    return one_page(path, catalogue=b"/Names<</Dests 6 0 R>>/Outlines 8 0 R", more=names)


def cyclic_labels(path: Path) -> Path:
    return one_page(path, catalogue=b"/PageLabels 6 0 R", more=[b"<</Kids[6 0 R 6 0 R]>>"])


def cyclic_structure(path: Path) -> Path:
    elements = [
        b"<</Type/StructTreeRoot/K 7 0 R/ParentTree 8 0 R>>",
        b"<</Type/StructElem/S/Sect/P 6 0 R/Pg 3 0 R/K[7 0 R 7 0 R 0]>>",
        b"<</Nums[0[7 0 R 7 0 R]]>>",
    ]
    marked = b"/H1<</MCID 0>>BDC " + TEXT + b" EMC"
    return one_page(
        path,
        contents=stream(marked),
        catalogue=b"/StructTreeRoot 6 0 R/MarkInfo<</Marked true>>",
        page=b"/StructParents 0",
        more=elements,
    )


def deep_structure(path: Path, depth: int) -> Path:
    element = b"<</Type/StructElem/S/Sect/P %d 0 R/Pg 3 0 R/K %d 0 R>>"
    elements = [element % (number - 1, number + 1) for number in range(8, depth + 8)]
    last = b"<</Type/StructElem/S/H1/P %d 0 R/Pg 3 0 R/K 0>>" % (depth + 7)
    return one_page(
        path,
        contents=stream(b"/H1<</MCID 0>>BDC " + TEXT + b" EMC"),
        catalogue=b"/StructTreeRoot 6 0 R/MarkInfo<</Marked true>>",
        page=b"/StructParents 0",
        more=[
            b"<</Type/StructTreeRoot/K 8 0 R/ParentTree 7 0 R>>",
            b"<</Nums[0[%d 0 R]]>>" % (depth + 8),
            *elements,
            last,
        ],
    )


def cyclic_tables(path: Path) -> Path:
    """Two cross-reference tables, each of which says that the other comes before it."""
    data = one_page(path).read_bytes()
    start = data.rindex(b"xref\n0 ", 0, data.rindex(b"startxref"))
    path.write_bytes(data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % start))
    return path


def cyclic_length(path: Path) -> Path:
    """A stream whose length is itself."""
    return one_page(path, contents=b"<</Length 5 0 R>>stream\n%s\nendstream" % TEXT)


def self_reference(path: Path) -> Path:
    return one_page(path, resources=b"/ExtGState 6 0 R", more=[b"6 0 R"])


def deep_objects(path: Path, opening: bytes, closing: bytes) -> Path:
    return one_page(path, page=b"/Deep " + nested(opening, b"null", closing, _DEEP))


def deep_contents(path: Path, opening: bytes, closing: bytes) -> Path:
    return one_page(path, contents=stream(nested(opening, b"", closing, _DEEP) + TEXT))


LOOPS: Mapping[str, Callable[[Path], Path]] = {
    "sidträd, 500 djupt": partial(page_tree, depth=500),
    "sidträd, 50 000 djupt": partial(page_tree, depth=50_000),
    "sidträd i ring": cyclic_page_tree,
    "förälder i ring": cyclic_parent,
    "formulär i ring": cyclic_form,
    "formulär, 2 000 djupt": partial(deep_forms, depth=2_000),
    "bokmärken, 50 000 djupt": partial(deep_outline, depth=50_000),
    "bokmärken i ring": cyclic_outline,
    "namnträd i ring": cyclic_names,
    "sidnummer i ring": cyclic_labels,
    "taggar i ring": cyclic_structure,
    "taggar, 50 000 djupt": partial(deep_structure, depth=50_000),
    "korsreferenser i ring": cyclic_tables,
    "ström vars längd är den själv": cyclic_length,
    "objekt som är sig självt": self_reference,
    "listor, 100 000 djupt": partial(deep_objects, opening=b"[", closing=b"]"),
    "ordlistor, 100 000 djupt": partial(deep_objects, opening=b"<</A ", closing=b">>"),
    "q, 100 000 djupt": partial(deep_contents, opening=b"q ", closing=b"Q "),
    "märkt innehåll, 100 000 djupt": partial(deep_contents, opening=b"/Span BMC ", closing=b"EMC "),
    "listor i sidan, 100 000 djupt": partial(deep_contents, opening=b"[", closing=b"]"),
}
