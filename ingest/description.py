"""The description of a document: each field from the best source that has it.

Stated in a `katalog.toml`; else by the PDF's own metadata; else guessed from its pages and its
name, and marked as guessed.
"""

import re
from pathlib import Path
from typing import Any

from ingest.catalogue import Stated
from ingest.clues import Clues
from ingest.dating import years_alone
from ingest.document import Description, Kind
from ingest.kinds import kind_in_words
from ingest.titles import is_made_of_name, shares_words

UNKNOWN_PUBLISHER = "Okänd utgivare"


def describe(clues: Clues, path: Path, stated: Stated) -> Description:
    """`stated` is what a catalogue says, by the names of the description's fields."""
    believed = clues.stated_title
    if believed and is_made_of_name(believed, path.stem):
        believed = None
    title = stated.get("title") or believed or _guess_title(clues, path)
    guesses: dict[str, Any] = {
        "title": None if believed else title,
        "publisher": None if clues.stated_publisher else clues.publisher or UNKNOWN_PUBLISHER,
        "year": _guess_year(clues, title, path),
        "kind": clues.kind or kind_in_words(f"{title} {path.stem}") or Kind.OTHER,
        "numbers": clues.numbers or None,
        "validity": clues.validity,
        "edition": clues.edition,
        "replaces": clues.replaces or None,
    }
    # A year or a kind that nobody knows is still a guess, to be stated in the catalogue.
    always = ("year", "kind")
    guessed = tuple(
        field
        for field, value in guesses.items()
        if field not in stated and (value is not None or field in always)
    )
    found = {field: value for field, value in guesses.items() if value is not None}
    known = {"title": title, "publisher": clues.stated_publisher, "year": None}
    return Description(**{**known, **found, **stated}, guessed=guessed)


def _guess_title(clues: Clues, path: Path) -> str:
    title = clues.title
    if not title and clues.first_line and shares_words(clues.first_line, path.stem):
        title = clues.first_line
    title = title or clues.cover
    if title and clues.kind is Kind.MINUTES and "protokoll" not in title.casefold():
        # Minutes are headed by who met; that alone is no title to cite.
        title = f"Protokoll, {title}"
    return title or re.sub(r"[-_]+", " ", path.stem).strip().capitalize() or path.name


def _guess_year(clues: Clues, title: str, path: Path) -> int | None:
    """What the document says, else the year in its title or its file's name, though not before
    its case was opened; else the year that the file was made."""
    if clues.year:
        return clues.year
    for words in (title, path.stem):
        if years := years_alone(words):
            return max(years[-1], clues.case_year or 0)
    return clues.created or clues.case_year or clues.latest_year
